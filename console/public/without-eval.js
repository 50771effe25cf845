// Before anything else: the policy of the pages lets nothing be made into code, and zod would try.
globalThis.__zod_globalConfig = { jitless: true };
