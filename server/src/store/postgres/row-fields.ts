import { caseIdSchema, customerIdSchema, instantOf } from "@purser/contract";
import { z } from "zod";

/** A timestamp as the driver reads it; stored to the millisecond, so nothing is lost. */
export const momentField = z.date().transform((date) => instantOf(date.getTime()));
export const bytesField = z.instanceof(Buffer);
export const subjectIdField = z.union([customerIdSchema, caseIdSchema]);
/** An integer that the driver hands over as text, since it may be larger than a number holds. */
export const largeField = z.string().transform(Number).pipe(z.int());
