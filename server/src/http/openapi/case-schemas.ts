import {
  addedNoteSchema,
  approvalCountsSchema,
  decidedPausesSchema,
  mentionsSchema,
  readMentionsRequestSchema,
  teammatesSchema,
  mergeCaseRequestSchema,
  reopenCaseRequestSchema,
  cannedRepliesSchema,
  caseLookupsSchema,
  caseRecordsSchema,
  lookUpRequestSchema,
  lookupAnswerSchema,
  replyDraftSchema,
} from "@purser/contract";
import type { z } from "zod";

/** The schemas of what teammates do with one case and are helped with, by the names that they have in the description. */
export const caseSchemas: Readonly<Record<string, z.core.$ZodType>> = {
  AddedNote: addedNoteSchema,
  ApprovalCounts: approvalCountsSchema,
  DecidedPauses: decidedPausesSchema,
  Mentions: mentionsSchema,
  ReadMentionsRequest: readMentionsRequestSchema,
  Teammates: teammatesSchema,
  MergeCaseRequest: mergeCaseRequestSchema,
  ReopenCaseRequest: reopenCaseRequestSchema,
  CannedReplies: cannedRepliesSchema,
  CaseLookups: caseLookupsSchema,
  CaseRecords: caseRecordsSchema,
  LookUpRequest: lookUpRequestSchema,
  LookupAnswer: lookupAnswerSchema,
  ReplyDraft: replyDraftSchema,
};
