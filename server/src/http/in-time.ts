/** What it comes to within a time; `late` when it fails or takes longer. */
export async function inTime<Value>(asked: Promise<Value>, withinMs: number): Promise<Value | "late"> {
  const answered = asked.catch(() => "late" as const);
  let stop = (): void => undefined;
  const tooLate = new Promise<"late">((resolve) => {
    const timeout = setTimeout(() => resolve("late"), withinMs);
    stop = () => clearTimeout(timeout);
  });
  try {
    return await Promise.race([answered, tooLate]);
  } finally {
    stop();
  }
}
