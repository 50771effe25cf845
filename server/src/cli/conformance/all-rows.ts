import type { Row } from "./row.ts";
import { nestedRun } from "./rows/h01-nested-run.ts";
import { parallelBranches } from "./rows/h02-parallel-branches.ts";
import { wrongQuestion } from "./rows/h03-wrong-question.ts";
import { secondPause } from "./rows/h04-second-pause.ts";
import { approvedNeverRun } from "./rows/h05-approved-never-run.ts";
import { olderApproval } from "./rows/h06-older-approval.ts";
import { lostFields } from "./rows/h07-lost-fields.ts";
import { skippedApproval } from "./rows/h08-skipped-approval.ts";
import { deploy } from "./rows/h09-deploy.ts";
import { unanswered } from "./rows/h10-unanswered.ts";
import { reportedDone } from "./rows/h11-reported-done.ts";
import { growth } from "./rows/h12-growth.ts";
import { approvesItself } from "./rows/h13-approves-itself.ts";
import { threshold } from "./rows/h14-threshold.ts";

export const allRows: readonly Row[] = [
  nestedRun,
  parallelBranches,
  wrongQuestion,
  secondPause,
  approvedNeverRun,
  olderApproval,
  lostFields,
  skippedApproval,
  deploy,
  unanswered,
  reportedDone,
  growth,
  approvesItself,
  threshold,
];
