import type { SensitiveTopic } from "./topic.ts";

const counsel = String.raw`(?:lawyers?|attorneys?|solicitors?|barristers?|legal (?:team|counsel|representatives?|advis[eo]rs?|department|aid))`;
const offices = String.raw`(?:trading standards|better business bureau|bbb|ombudsman|attorney general(?:'s office)?|consumer (?:protection|affairs|rights|advice|council|bureau|forum|agency|watchdog|association)|ftc|federal trade commission|cfpb|regulators?|the authorities|the police|data protection (?:authority|officer|commissioner)|the ico)`;

/** English. */
export const legalThreat: SensitiveTopic = {
  name: "legal-threat",
  queue: "default",
  sentence:
    "Thank you for telling us so plainly. This is for a person to answer, not for me: I have passed it on to a colleague with everything that you wrote. Nothing else is done meanwhile.",
  helpline: null,
  suggestion:
    "Promise and admit nothing; answer by your rule for legal matters. Whatever else she asked for has not been begun.",
  patterns: [
    new RegExp(
      String.raw`\b(?:my|our) ${counsel},? (?:\w+ly )?(?:will|is|are|has|have|would|shall|says?|said|told|advis\w+|contact\w*|writes?|wrote|sen[dt]s?|takes?|handles?|deals?|gets?|calls?|demands?|wants?|thinks?|believes?|needs?|asked|asks|knows?|to (?:write|contact|send)|and i)\b`,
      "i",
    ),
    new RegExp(
      String.raw`\b(?:hear|hearing|letter|contacted|word|mail|call) (?:from|by) (?:my|our|a|the|an) (?:\w+ )?${counsel}\b`,
      "i",
    ),
    new RegExp(
      String.raw`\b(?:contact|call|consult|hir|involv|instruct|engag|retain|get|gett|see|seek|tell|inform|ask|bring|brief)\w* (?:in )?(?:with |to )?(?:my|our|a|an|the) (?:\w+ )?${counsel}\b`,
      "i",
    ),
    new RegExp(
      String.raw`\b(?:speak|speaking|spoke|spoken|talk|talking|talked|go|goes|going|gone|went|forward\w*|pass\w*|hand\w*|turn\w*|giv\w+|send\w*|sent|take|taking)\b[^.!?]{0,25}\b(?:to|with|over to) (?:my|our|a|an|the) (?:\w+ )?${counsel}\b`,
      "i",
    ),
    new RegExp(
      String.raw`\b(?:i|we) (?:have|need|got|'ve got) (?:a|an|my) (?:good )?${counsel}\b|\blawyer(?:ed)? up\b|\bmy husband,? who is a lawyer\b`,
      "i",
    ),
    /\blegal (?:action|proceedings?|steps?|measures?|consequences|claims?|recourse|remed\w+|notice|route|dispute|grounds|letter|complaint|case)\b/i,
    /\b(?:going|want|wants|plan|planning|ready|forced|threaten\w*|decided|intend|about|prepared|willing|thinking of|have no choice but) (?:to )?su(?:e|ing)\b/i,
    /\b(?:i|we|will|'ll|gonna|could|can|should|would|'d|might|shall|be|i'?m|we'?re) (?:sue|suing|sued) (?:you|u|your|the (?:company|shop|store)|this|them|larkspur|for|over|if)\b|\b(?:will|'ll|gonna|i'?ll|shall) sue\b|\bsu(?:e|ing) (?:you|your|u|ur)\b/i,
    /\b(?:take|taking|took|drag\w*|bring\w*|see|seeing|meet|haul\w*|settle)\b[^.!?]{0,25}\b(?:to|in|before|into) (?:a |the |small[- ]claims |civil |\w+ )?court\b|\bgo(?:ing)? to court\b|\bcourt (?:case|order|date|claim|action|summons)\b/i,
    /\bsmall[- ]claims\b|\blaw ?suits?\b|\bclass[- ]action\b|\blitigat\w+|\bsubpoena\b|\bpress(?:ing)? charges\b|\bprosecut\w+|\bcease and desist\b|\bbreach of (?:contract|warranty|law)\b|\bletter before (?:action|claim)\b|\binjunction\b|\btake you for damages\b/i,
    new RegExp(
      String.raw`\b(?:report|complain|complaint|contact|open|start|rais|have|get|go|going|gone|fil|escalat|turn|call|writ|notif|inform|involv|tak|lodg|hear)\w*\b[^.!?]{0,45}\b${offices}\b`,
      "i",
    ),
    /\b(?:claim|claiming|seek|seeking|sue for|pay|demand\w*|liable for) (?:for )?damages\b|\bhold(?:ing)? (?:you|your company|the company|larkspur) (?:legally )?(?:liable|accountable in court)\b|\bformal (?:legal )?notice\b|\bagainst the law\b|\billegal(?:ly)? (?:what you|and you|practice|charg\w+)|\b(?:this|that|which|what you(?:'re| are) doing|charging me twice) is (?:illegal|fraud|theft|unlawful)\b/i,
    /\b(?:fil(?:e|ed|ing)|bring(?:ing)?|commenc\w+|start(?:ing)?) (?:a |an )?(?:law ?)?suit\b|\blegal(?: protection| expenses)? insurance\b|\bfurther legally\b|\blegally (?:pursue|enforce|challenge|bind)\w*|\bserve (?:you|the) papers\b|\bserv(?:e|ing) you (?:with )?papers\b|\bclaim form\b|\bservice of (?:a |the )?(?:claim|process|documents)\b|\b(?:in|a|clear|direct) violation of (?:the |your |our )?(?:\w+ )?(?:laws?|acts?|regulations?|rights?)\b|\bbreak(?:ing|s)? the law\b|\btribunal\b|\barbitration\b|\bmy advocate\b/i,
    /\b(?:have|get|involve|inform|call|tell|bring in|notify|alert|send) the (?:police|cops|authorities)\b|\b(?:police report|criminal (?:complaint|charges))\b|\b(?:goes|going|go) (?:straight |directly )?to the (?:police|authorities)\b/i,
    /\b(?:gdpr|data protection) (?:complaint|violation|breach|claim)\b|\byour legal (?:department|team)\b/i,
  ],
  except: [
    /\b(?:tennis|basketball|food|squash|volleyball|badminton|sports) courts?\b|\bcourt shoes?\b/gi,
    /\b(?:lawyer|attorney|solicitor|police)(?:'s)? (?:friend|sister|brother|husband|wife|mom|mum|dad|cousin|neighbou?r|son|daughter|costume|outfit|hat|shirt|uniform|car)\b/gi,
    /\b(?:dressed? (?:up )?as|costume of|look like) an? (?:lawyer|attorney|judge|police\w*)\b/gi,
    /\blegal (?:guardian|age|holiday|size)\b/gi,
  ],
  examples: [
    "you will hear from my lawyer",
    "I am going to sue you",
    "I will take you to court over this",
    "if I don't get my money back I will take legal action",
    "this is a formal notice before legal proceedings",
    "my attorney has advised me to contact you one last time",
    "I have reported you to consumer protection",
    "I will file a complaint with the attorney general",
    "see you in small claims court",
    "you are in breach of contract and I demand damages",
    "I am handing this over to my solicitor",
    "I will press charges for fraud",
    "what you do is illegal and I will go to the authorities",
    "my legal counsel will contact you",
    "pay within seven days or a lawsuit follows",
    "I am considering a lawsuit against your company",
    "I will report this to trading standards",
    "please give me the address of your legal department so that my lawyer can serve papers",
    "I have a lawyer in the family and I will not hesitate to use him",
    "the ombudsman will be interested in this",
    "this goes to my lawyer on Monday",
    "I am filing suit",
    "I will open a case with consumer affairs",
    "I will have the police look at this",
    "give me the address where papers can be served",
    "my legal insurance will deal with you",
    "you are breaking consumer law",
    "the next letter comes from my attorney",
    "we shall see what a judge says about it",
    "I will enforce my rights in court",
    "I am going to the tribunal",
    "I keep all this as evidence for my lawyer",
    "you leave me no choice but to go the legal way",
    "a criminal complaint has been filed",
    "I demand a settlement or we go before a judge",
    "I reserve all my legal rights against your company",
    "expect mail from a law firm",
    "I have evidence and I will use it in court",
    "your company will be held liable for the injury",
    "I am going to make a claim against you",
  ],
};
