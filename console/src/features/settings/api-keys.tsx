import { type ApiKeyView, apiKeyListSchema, endedApiKeySchema } from "@purser/contract";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useState } from "react";
import { post, read } from "../../lib/api.ts";
import { useSignedIn } from "../../lib/session.ts";
import { Time } from "../../lib/time.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Empty, Failed, Loading, Problem } from "../../ui/states.tsx";
import { MakeApiKey } from "./make-api-key.tsx";
import { SettingsFrame } from "./settings-frame.tsx";

/** The keys that were made here: whose they are, what they may, when they were used and when they end. */
export function ApiKeys() {
  const { person } = useSignedIn();
  const [isMaking, setIsMaking] = useState(false);
  const keys = useQuery({
    queryKey: ["api-keys"],
    queryFn: ({ signal }) => read(apiKeyListSchema, "/v1/api-keys", signal),
  });
  const isAdmin = person.role === "admin";
  const make = (
    <Button look="solid" icon={<KeyRound className="size-4" />} onClick={() => setIsMaking(true)}>
      Make a key
    </Button>
  );
  return (
    <SettingsFrame name="API keys" actions={isAdmin ? make : null}>
      <p className="mb-4 max-w-3xl text-muted">
        For programs that use the API. A key may no more than its role and scopes, decides nothing that a lead decides,
        and is refused once it ends, or once whoever made it is no admin any more. Keys in files of the data directory
        are not listed.
      </p>
      {keys.isPending ? (
        <Loading what="the keys" />
      ) : keys.isError ? (
        <Failed error={keys.error} onRetry={() => void keys.refetch()} />
      ) : keys.data.keys.length === 0 ? (
        <Empty title="No key was made here">
          An admin makes one for each program, so that each can be ended alone.
        </Empty>
      ) : (
        <Keys keys={keys.data.keys} now={keys.data.at} isAdmin={isAdmin} />
      )}
      <MakeApiKey isOpen={isMaking} onClose={() => setIsMaking(false)} />
    </SettingsFrame>
  );
}

function Keys({ keys, now, isAdmin }: { keys: readonly ApiKeyView[]; now: string; isAdmin: boolean }) {
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: (id: string) => post(endedApiKeySchema, `/v1/api-keys/${id}/end`),
    onSettled: () => client.invalidateQueries({ queryKey: ["api-keys"] }),
  });
  return (
    <>
      <Problem error={end.error} />
      <ul className="max-w-4xl" aria-label="Keys">
        {keys.map((key) => {
          const isOver = key.endedAt !== null || key.endsAt <= now;
          return (
            <li key={key.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 border-b py-2.5">
              <div className="min-w-0 flex-1 basis-60">
                <p className="font-medium">{key.name}</p>
                <p className="text-muted">
                  {key.role}, {key.scopes.join(" and ")}; in logs <code className="font-mono text-xs">{key.id}</code>
                </p>
                <p className="text-muted">
                  Made by {key.madeBy} <Time at={key.madeAt} />,{" "}
                  {key.lastUsedAt === null ? (
                    "never used"
                  ) : (
                    <>
                      last used <Time at={key.lastUsedAt} />
                    </>
                  )}
                </p>
              </div>
              <Ending of={key} isOver={isOver} />
              {isAdmin && !isOver ? (
                <Button disabled={end.isPending} onClick={() => end.mutate(key.id)}>
                  <span>
                    End<span className="sr-only"> {key.name}</span>
                  </span>
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function Ending({ of: { endedAt, endsAt }, isOver }: { of: ApiKeyView; isOver: boolean }) {
  if (isOver)
    return (
      <Badge>
        Ended <Time at={endedAt ?? endsAt} />
      </Badge>
    );
  return (
    <Badge tone="good">
      Ends <Time at={endsAt} />
    </Badge>
  );
}
