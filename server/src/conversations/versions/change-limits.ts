import { formatMoney, type LimitChange, type LimitPage } from "@purser/contract";
import type { Blueprint } from "../../blueprint/blueprint.ts";
import { actionTitleOf } from "../../blueprint/toolbox.ts";
import { isMoneyLimit, withLimits } from "../../blueprint/versions/edit-limits.ts";
import { type ChangeBase, filesInForce, type TriedChange, tryChange } from "./change-version.ts";
import type { Desk } from "../desk.ts";

/** The limits of the guardrails in force, as a form shows them. */
export function limitsOf({ hash, settings, policies, toolbox, totals }: Blueprint): LimitPage {
  const { currency, locale } = settings;
  const words = {
    money: (minor: number): string => formatMoney(minor, currency, locale),
    action: (action: string): string | null => actionTitleOf(toolbox, action),
  };
  const written = new Map(policies.policies.map((policy) => [policy.id, policy]));
  return {
    hash,
    currency,
    limits: policies.limits.flatMap((limit) => {
      const policy = written.get(limit.policyId);
      if (policy === undefined) return [];
      const { policyId, index, what, bound, value, path, line } = limit;
      const actions = policy.actions === null ? null : [...policy.actions];
      const unit = isMoneyLimit(limit, totals) ? "money" : "number";
      const sentence = policies.sentenceOf(policyId, words) ?? "";
      return [
        {
          policy: policyId,
          index,
          actions,
          effect: policy.effect,
          escalates: policy.escalates,
          what,
          bound,
          unit,
          value,
          sentence,
          path,
          line,
        },
      ];
    }),
  };
}

/**
 * The version in force with other limits, tried.
 *
 * @throws PurserError PUR-2195, PUR-2197.
 */
export async function tryLimits(changes: readonly LimitChange[], base: ChangeBase, desk: Desk): Promise<TriedChange> {
  const { policies, toolbox } = base.inForce;
  return tryChange(withLimits(await filesInForce(base.inForce, desk), policies.limits, changes), toolbox, base);
}
