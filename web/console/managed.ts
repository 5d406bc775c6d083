// What the program tells of managing its terminals (GET /api/terminals).
export interface Managed {
  terminal: string;
  stopped: boolean;
  visit_runs: boolean;
  drops_today: number;
  visits_today: number;
  results_today: number;
  software: string;
  model: string;
  firmware: string;
  update: Update;
}
// Its software, which follows this PC's.
export interface Update {
  way: 'host' | 'by_hand' | undefined; // undefined while it is not known
  waits: string; // the newer version; "" for none
  phase: 'waits' | 'sending' | 'installing' | undefined;
  percent: number;
  version: string; // of the last one, with its verdict
  verdict: 'good' | 'taken_back' | 'failed' | 'refused' | 'no_verdict' | undefined;
  why: string;
}
export interface Management {
  terminals: Managed[];
  reception: 'open' | 'ending' | 'ended';
  again_after_min: number;
  restart_at: string; // "" for never
  follow: boolean; // new versions come by themselves
  restart_in_s: number | undefined; // while it is announced
  refused: { terminal: string; reason: string }[];
}

type Fields = Record<string, unknown>;
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const rowsOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
const kReception = ['ending', 'ended'] as const;

const kWays = ['host', 'by_hand'] as const;
const kPhases = ['waits', 'sending', 'installing'] as const;
const kVerdicts = ['good', 'taken_back', 'failed', 'refused', 'no_verdict'] as const;

function parseUpdate(json: unknown): Update {
  const fields = fieldsOf(json);
  return {
    way: kWays.find((one) => one === fields.way),
    waits: text(fields.waits),
    phase: kPhases.find((one) => one === fields.phase),
    percent: number(fields.percent),
    version: text(fields.version),
    verdict: kVerdicts.find((one) => one === fields.verdict),
    why: text(fields.why),
  };
}

export function parseManagement(json: unknown): Management {
  const fields = fieldsOf(json);
  const plan = fieldsOf(fields.plan);
  return {
    terminals: rowsOf(fields.terminals).map((row) => ({
      terminal: text(row.terminal),
      stopped: row.stopped === true,
      visit_runs: row.visit_runs === true,
      drops_today: number(row.drops_today),
      visits_today: number(row.visits_today),
      results_today: number(row.results_today),
      software: text(row.software),
      model: text(row.model),
      firmware: text(row.firmware),
      update: parseUpdate(row.update),
    })),
    reception: kReception.find((one) => one === fields.reception) ?? 'open',
    again_after_min: number(plan.again_after_min),
    restart_at: text(plan.restart_at),
    follow: plan.follow === true,
    restart_in_s: typeof fields.restart_in_s === 'number' ? fields.restart_in_s : undefined,
    refused: rowsOf(fields.refused).map((row) => ({ terminal: text(row.terminal), reason: text(row.reason) })),
  };
}

// Whole percent of today's visits that brought a result; nothing before the first visit.
export function success({ visits_today, results_today }: Managed): number | undefined {
  return visits_today === 0 ? undefined : Math.round((100 * results_today) / visits_today);
}
