import { Empty } from "../../ui/states.tsx";
import { BlueprintFrame } from "./blueprint-frame.tsx";

export function Guardrails() {
  return (
    <BlueprintFrame>
      <Empty title="Nothing here yet" />
    </BlueprintFrame>
  );
}
