import { Empty } from "../../ui/states.tsx";
import { BlueprintFrame } from "./blueprint-frame.tsx";

export function Versions() {
  return (
    <BlueprintFrame>
      <Empty title="Nothing here yet" />
    </BlueprintFrame>
  );
}
