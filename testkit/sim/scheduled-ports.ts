import type { SystemReply, Systems } from "@purser/kit";
import type { CaseStore } from "../../server/src/cases/case-store.ts";
import type { Scheduler } from "./scheduler.ts";

/** The store as one actor sees it: each call of it is a task of the scheduler. */
export function scheduledStore(store: CaseStore, actor: string, scheduler: Pick<Scheduler, "call">): CaseStore {
  const at = <Result>(port: string, effect: () => Promise<Result>): Promise<Result> =>
    scheduler.call(actor, `store.${port}`, effect);
  return {
    now: () => at("now", () => store.now()),
    deploymentSecret: () => at("deploymentSecret", () => store.deploymentSecret()),
    customerOf: (...args) => at("customerOf", () => store.customerOf(...args)),
    appendInlet: (...args) => at("appendInlet", () => store.appendInlet(...args)),
    appendOutcome: (...args) => at("appendOutcome", () => store.appendOutcome(...args)),
    appendDecision: (...args) => at("appendDecision", () => store.appendDecision(...args)),
    erase: (...args) => at("erase", () => store.erase(...args)),
    readRecords: (...args) => at("readRecords", () => store.readRecords(...args)),
    addRecord: (...args) => at("addRecord", () => store.addRecord(...args)),
    claim: (...args) => at("claim", () => store.claim(...args)),
    renew: (...args) => at("renew", () => store.renew(...args)),
    release: (...args) => at("release", () => store.release(...args)),
    nextWakeAt: (...args) => at("nextWakeAt", () => store.nextWakeAt(...args)),
    readTotals: (...args) => at("readTotals", () => store.readTotals(...args)),
    takeTurn: (...args) => at("takeTurn", () => store.takeTurn(...args)),
    claimOutbox: (...args) => at("claimOutbox", () => store.claimOutbox(...args)),
    postponeOutbox: (...args) => at("postponeOutbox", () => store.postponeOutbox(...args)),
    dropOutbox: (...args) => at("dropOutbox", () => store.dropOutbox(...args)),
    readCase: (...args) => at("readCase", () => store.readCase(...args)),
    readState: (...args) => at("readState", () => store.readState(...args)),
    readStates: (...args) => at("readStates", () => store.readStates(...args)),
    readEvents: (...args) => at("readEvents", () => store.readEvents(...args)),
    readEventsAt: (...args) => at("readEventsAt", () => store.readEventsAt(...args)),
    readEventsOf: (...args) => at("readEventsOf", () => store.readEventsOf(...args)),
    listCases: (...args) => at("listCases", () => store.listCases(...args)),
    listOwners: (...args) => at("listOwners", () => store.listOwners(...args)),
    listDecisions: (...args) => at("listDecisions", () => store.listDecisions(...args)),
    listMentions: (...args) => at("listMentions", () => store.listMentions(...args)),
    readMentions: (...args) => at("readMentions", () => store.readMentions(...args)),
    listPauses: (...args) => at("listPauses", () => store.listPauses(...args)),
    findPause: (...args) => at("findPause", () => store.findPause(...args)),
    findCall: (...args) => at("findCall", () => store.findCall(...args)),
    keepFile: (...args) => at("keepFile", () => store.keepFile(...args)),
    readFile: (...args) => at("readFile", () => store.readFile(...args)),
    readFilePart: (...args) => at("readFilePart", () => store.readFilePart(...args)),
    nameFiles: (...args) => at("nameFiles", () => store.nameFiles(...args)),
    sweepFiles: (...args) => at("sweepFiles", () => store.sweepFiles(...args)),
    keepBlueprint: (...args) => at("keepBlueprint", () => store.keepBlueprint(...args)),
    publishBlueprint: (...args) => at("publishBlueprint", () => store.publishBlueprint(...args)),
    publishedBlueprint: (...args) => at("publishedBlueprint", () => store.publishedBlueprint(...args)),
    listPublications: (...args) => at("listPublications", () => store.listPublications(...args)),
    keepPendingVersion: (...args) => at("keepPendingVersion", () => store.keepPendingVersion(...args)),
    claimVersionMails: (...args) => at("claimVersionMails", () => store.claimVersionMails(...args)),
    listPendingVersions: (...args) => at("listPendingVersions", () => store.listPendingVersions(...args)),
    endPendingVersion: (...args) => at("endPendingVersion", () => store.endPendingVersion(...args)),
    listUnmeasured: (...args) => at("listUnmeasured", () => store.listUnmeasured(...args)),
    keepMeasure: (...args) => at("keepMeasure", () => store.keepMeasure(...args)),
    readCounted: (...args) => at("readCounted", () => store.readCounted(...args)),
    pinCase: (...args) => at("pinCase", () => store.pinCase(...args)),
    readBlueprint: (...args) => at("readBlueprint", () => store.readBlueprint(...args)),
    beat: (...args) => at("beat", () => store.beat(...args)),
    readHealth: (...args) => at("readHealth", () => store.readHealth(...args)),
    readBacklog: (...args) => at("readBacklog", () => store.readBacklog(...args)),
    changeNotes: (...args) => at("changeNotes", () => store.changeNotes(...args)),
    readNotes: (...args) => at("readNotes", () => store.readNotes(...args)),
    readNoteChanges: (...args) => at("readNoteChanges", () => store.readNoteChanges(...args)),
    listTags: (...args) => at("listTags", () => store.listTags(...args)),
    listChanged: (...args) => at("listChanged", () => store.listChanged(...args)),
    listLongestHandedOver: (...args) => at("listLongestHandedOver", () => store.listLongestHandedOver(...args)),
    listHandedOver: (...args) => at("listHandedOver", () => store.listHandedOver(...args)),
    indexWords: (...args) => at("indexWords", () => store.indexWords(...args)),
    connections: () => store.connections(),
    subscribe: (listener) => store.subscribe(listener),
    showProgress: (caseId, doing) => store.showProgress(caseId, doing),
    watchProgress: (listener) => store.watchProgress(listener),
    showTyping: (caseId, teammateId) => store.showTyping(caseId, teammateId),
    watchTyping: (listener) => store.watchTyping(listener),
    close: () => store.close(),
  };
}

/** The systems of record as one actor reaches them; `onReply` sees what came back. */
export function scheduledSystems(
  systems: Systems,
  actor: string,
  scheduler: Scheduler,
  onReply: (system: string, method: string, reply: SystemReply) => void,
): Systems {
  return Object.fromEntries(
    Object.entries(systems).map(([name, client]) => [
      name,
      {
        request: async (request) => {
          const reply = await scheduler.call(actor, `${name}.${request.method}`, () => client.request(request));
          onReply(name, request.method, reply);
          return reply;
        },
      },
    ]),
  );
}
