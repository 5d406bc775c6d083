// One light and one sentence for the whole counter: the most urgent thing first. Pure.
import type { Incident, State, Terminal } from '../shared/generated/schema/console';
import type { Key, Speech } from '../shared/languages';
import { troubleWords, type TroubleWords } from '../shared/catalogue';
import { headingOf, nextWords, stands } from './incident';

export type Light = 'good' | 'repairing' | 'attention';

export interface Summary {
  light: Light;
  text: string;
  seconds?: number; // until a repair that runs is over
}

export function terminalName(terminal: { serial: string }): string {
  return terminal.serial;
}

// "refused:version" -> "refused"
export function linkState(link: string): 'connected' | 'lost' | 'refused' {
  if (link === 'connected') return 'connected';
  return link.startsWith('refused') ? 'refused' : 'lost';
}

export function staffWanted(terminal: Terminal): boolean {
  return terminal.screen?.id === 'staff_call';
}

export function visitRuns(terminal: Terminal): boolean {
  return terminal.visit !== undefined && ['running', ''].includes(terminal.visit.outcome);
}

// Ready for a visit that comes from another terminal.
export function canTakeVisit(terminal: Terminal): boolean {
  return linkState(terminal.link) === 'connected' && terminal.visit_state === 'ready' && terminal.page_connected && !terminal.stopped;
}

export type TerminalState = 'ready' | 'running' | 'stopped' | 'repairing' | 'needs_you' | 'away' | 'connecting';

// One picture for each terminal: what stands in the way first, then what goes on.
export function terminalState(terminal: Terminal, incidents: readonly Incident[]): TerminalState {
  const mine = incidents.filter((one) => stands(one) && one.severity !== 'warns' && (one.terminal === terminal.serial || (one.terminal === '' && one.severity === 'blocks')));
  if (staffWanted(terminal) || mine.some(({ state }) => state === 'needs_you')) return 'needs_you';
  if (mine.some(({ state }) => state === 'repairing' || state === 'looking')) return 'repairing';
  if (linkState(terminal.link) !== 'connected') return 'away';
  if (visitRuns(terminal)) return 'running';
  if (terminal.stopped) return 'stopped';
  return terminal.screen?.id === 'waiting' ? 'connecting' : 'ready';
}

type Finding = { light: Light; key: Key; terminal?: Terminal } | undefined;

function ofTerminal(terminal: Terminal): Finding {
  const link = linkState(terminal.link);
  if (link === 'refused') return { light: 'attention', key: 'console.summary.terminal_refused', terminal };
  if (link === 'lost') return { light: 'attention', key: 'console.summary.terminal_lost', terminal };
  if (terminal.reader_state === 'service_missing') return { light: 'repairing', key: 'console.summary.card_service', terminal };
  if (terminal.reader_state === 'missing') return { light: 'attention', key: 'console.summary.reader_missing', terminal };
  if (!terminal.page_connected) return { light: 'repairing', key: 'console.summary.page_missing', terminal };
  if (!terminal.card_face_camera) return { light: 'attention', key: 'console.summary.card_face_camera', terminal };
  if (!terminal.face_camera) return { light: 'attention', key: 'console.summary.face_camera', terminal };
  return undefined;
}

// What is told of the national system's failure, by its reason.
export function nationalWords(say: Speech, reason: string): TroubleWords {
  return troubleWords(say, { code: '', detail: '', reason });
}

function ofNational(state: State, say: Speech): Summary | undefined {
  const national = state.national?.state ?? 'connecting';
  if (national === 'connected') return undefined;
  if (national === 'connecting' || national === '') return { light: 'repairing', text: say.say('console.summary.national_connecting') };
  return { light: 'attention', text: say.say('console.summary.national_failed', { next: nationalWords(say, national).staff }) };
}

const kUrgency = ['needs_you', 'repairing', 'looking', 'watching'];

// The incident to tell first: one that needs a person before those that the machine is at; the program's order among equals.
export function firstIncident(incidents: readonly Incident[]): Incident | undefined {
  const rank = (incident: Incident): number => (kUrgency.includes(incident.state) ? kUrgency.indexOf(incident.state) : kUrgency.length);
  return incidents.filter(stands).reduce<Incident | undefined>((best, one) => (best === undefined || rank(one) < rank(best) ? one : best), undefined);
}

function ofIncident(incident: Incident, many: boolean, say: Speech): Summary {
  const where = many && incident.terminal !== '' ? `${incident.terminal}: ` : '';
  const heading = `${where}${headingOf(incident, say)}`;
  if (incident.state === 'needs_you') {
    const next = nextWords(incident.next, say) || say.say('console.summary.see_below');
    return { light: 'attention', text: say.say('console.summary.needs_you', { heading, next }) };
  }
  const key = kUrgency.includes(incident.state) ? incident.state : 'looking';
  return {
    light: 'repairing',
    text: say.say(`console.summary.${key}` as 'console.summary.looking', { heading }),
    ...(incident.repair !== undefined && incident.repair.seconds_left > 0 ? { seconds: incident.repair.seconds_left } : {}),
  };
}

export function summarise(state: State | undefined, connected: boolean, say: Speech): Summary {
  if (state === undefined || !connected) return { light: 'repairing', text: say.say('console.summary.connecting') };
  const wanted = state.terminals.find(staffWanted);
  if (wanted !== undefined)
    return { light: 'attention', text: say.say('console.summary.staff_wanted', { terminal: terminalName(wanted) }) };
  const incident = firstIncident(state.incidents);
  if (incident !== undefined) return ofIncident(incident, state.terminals.length > 1, say);
  const findings = state.terminals.map(ofTerminal).filter((finding) => finding !== undefined);
  const worst = findings.find((finding) => finding.light === 'attention');
  const tell = (finding: NonNullable<Finding>): Summary => ({
    light: finding.light,
    text: say.say(finding.key, { terminal: finding.terminal === undefined ? '' : terminalName(finding.terminal) }),
  });
  if (worst !== undefined) return tell(worst);
  const national = ofNational(state, say);
  if (national?.light === 'attention') return national;
  const waiting = state.output?.waiting ?? 0;
  if (waiting > 0) return { light: 'attention', text: say.say('console.summary.waiting_results', { n: waiting }) };
  if (state.terminals.length === 0) {
    const key = state.found.length > 0 ? 'console.summary.found' : 'console.summary.no_terminal';
    return { light: 'attention', text: say.say(key) };
  }
  if (national !== undefined) return national;
  const [other] = findings;
  if (other !== undefined) return tell(other);
  return { light: 'good', text: say.say(state.terminals.some(visitRuns) ? 'console.summary.visit' : 'console.summary.good') };
}

// A name with the character that stands for one that cannot be shown.
export function holdsReplaced(name: string): boolean {
  return name.includes('●');
}

// What the patient has on the screen now, as the title of that screen.
export function patientSees(say: Speech, screen: { id: string; params: Record<string, string> } | undefined): string {
  if (screen === undefined || screen.id === '') return '—';
  const { id, params } = screen;
  const variant: Record<string, string | undefined> = {
    waiting: params.for,
    card_face: 'reading',
    face: 'none',
    face_failed: params.reason,
    staff_call: params.by,
    take_card: params.outcome,
  };
  if (id === 'trouble' || (id === 'waiting' && params.row !== undefined && params.row !== '')) {
    const { code = '', detail = '', reason = '', row = '' } = params;
    return troubleWords(say, { code, detail, reason: id === 'waiting' ? '' : reason, row }).what;
  }
  if (id === 'take_card' && params.validity !== undefined && params.validity !== '') {
    const problem = say.sayBy('validity', params.validity, 'unknown', '.patient');
    if (problem !== '') return problem;
  }
  const parts = [`.${variant[id] ?? ''}`, `.${params.why ?? ''}`, ''];
  const key = parts.map((part) => `screens.${id}${part}.title`).find((one) => say.has(one)) ?? '';
  return say.has(key) ? say.say(key as Key) : id;
}
