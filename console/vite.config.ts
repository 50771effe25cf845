import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Everything in files of their own, with a hash in their names: the policy of the pages allows nothing inline. */
export default defineConfig({
  base: "/desk/",
  plugins: [react(), tailwindcss()],
  resolve: { conditions: ["purser-source", "module", "browser", "default"] },
  build: {
    outDir: "dist/desk",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
