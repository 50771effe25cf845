import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { router } from "./app/router.tsx";
import "./index.css";
import { ApiError } from "./lib/api.ts";
import { applyScheme } from "./lib/scheme.ts";
import { noteFailure } from "./lib/session.ts";
import { keepUnsent } from "./lib/unsent.ts";

const mostRetries = 2;
const onError = (error: unknown): void => noteFailure(error, client);

const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      // What the server refused it refuses again; one that was not reached may be there now.
      retry: (count, error) => count < mostRetries && error instanceof ApiError && error.problem === null,
    },
  },
});

applyScheme();
keepUnsent();
const root = document.getElementById("desk");
if (root !== null)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
