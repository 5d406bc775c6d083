// What the kiosk knows, and how each message and touch changes it. Pure: the page draws it, main.tsx feeds it.
import { DeviceState, Live, type PageSettings, type Screen, ToPage } from '../shared/generated/schema/kiosk';
import { type Language, languagesFor } from '../shared/languages';

export interface KioskState {
  connected: boolean;
  everConnected: boolean;
  settings: PageSettings;
  languages: Language[];
  language: Language;
  screen: Screen | undefined;
  live: Live;
  limit: Limit | undefined; // of the screen or the last live message
  device: DeviceState; // the settings on the terminal itself, over all else while they are open
  touched: number; // revision of the screen that was touched already; -1 for none
}

// A limit that the person sees: seconds left at a moment of the page's own clock.
export interface Limit {
  seconds: number;
  whole: number;
  atMs: number;
}

export type KioskEvent =
  | { kind: 'opened' }
  | { kind: 'lost' }
  | { kind: 'message'; message: ToPage; atMs: number }
  | { kind: 'language'; language: Language }
  | { kind: 'touched'; revision: number }
  | { kind: 'answerLate'; revision: number };

const kNoSettings: PageSettings = { clinic_name: '', languages: [], terminal_serial: '', version: '', appearance: undefined, corners: [] };
const kNoLive: Live = { revision: 0, face_hint: '', face_progress: 0, card_face_sight: '', seconds_left: 0 };

const kNoDevice: DeviceState = DeviceState.fromJSON({ stage: 'closed' });

export function firstState(): KioskState {
  const languages = languagesFor([]);
  return {
    connected: false,
    everConnected: false,
    settings: kNoSettings,
    languages,
    language: languages[0] ?? 'ja',
    screen: undefined,
    live: kNoLive,
    limit: undefined,
    device: kNoDevice,
    touched: -1,
  };
}

// Screens between visits: from them, a language that somebody chose goes on into the visit.
const kBetweenVisits = ['ready', 'waiting', 'pairing', 'switching_off'];

function withScreen(state: KioskState, screen: Screen, atMs: number): KioskState {
  const before = state.screen?.id;
  const visitEnded = before !== undefined && screen.id === 'ready' && !kBetweenVisits.includes(before);
  const limit = screen.seconds_left > 0 ? { seconds: screen.seconds_left, whole: screen.seconds_left, atMs } : undefined;
  return {
    ...state,
    screen,
    // The same screen sent anew keeps its guidance.
    live: state.live.revision === screen.revision ? state.live : { ...kNoLive, revision: screen.revision },
    limit,
    language: visitEnded ? (state.languages[0] ?? state.language) : state.language,
    touched: -1,
  };
}

function withLive(state: KioskState, live: Live, atMs: number): KioskState {
  if (state.screen === undefined || live.revision !== state.screen.revision) return state; // late news of an earlier screen
  const limit =
    live.seconds_left > 0
      ? { seconds: live.seconds_left, whole: Math.max(state.limit?.whole ?? 0, live.seconds_left), atMs }
      : state.limit;
  return { ...state, live, limit };
}

function withSettings(state: KioskState, settings: PageSettings): KioskState {
  const languages = languagesFor(settings.languages);
  const keep = state.settings !== kNoSettings && languages.includes(state.language);
  const language = keep ? state.language : languages[0];
  return { ...state, settings, languages, language: language ?? state.language };
}

export function reduce(state: KioskState, event: KioskEvent): KioskState {
  switch (event.kind) {
    case 'opened':
      return { ...state, connected: true, everConnected: true };
    case 'lost':
      // What was on the screen is no longer true; the terminal tells it anew.
      return { ...state, connected: false, screen: undefined, live: kNoLive, limit: undefined, device: kNoDevice, touched: -1 };
    case 'message': {
      const { screen, live, settings, device } = event.message;
      let next = state;
      if (settings !== undefined) next = withSettings(next, settings);
      if (screen !== undefined) next = withScreen(next, screen, event.atMs);
      if (live !== undefined) next = withLive(next, live, event.atMs);
      if (device !== undefined) next = { ...next, device };
      return next;
    }
    case 'language':
      return { ...state, language: event.language };
    case 'touched':
      return { ...state, touched: event.revision };
    case 'answerLate':
      return state.touched === event.revision ? { ...state, touched: -1 } : state;
  }
}

// Nobody is served: the settings on the terminal may be opened.
export function isFree(state: KioskState): boolean {
  return state.connected && (state.screen?.id === 'ready' || state.screen?.id === 'waiting') && state.device.stage === 'closed';
}

// Whole seconds of the limit that are left now.
export function secondsLeft(limit: Limit | undefined, nowMs: number): number {
  if (limit === undefined) return 0;
  return Math.max(0, Math.ceil(limit.seconds - (nowMs - limit.atMs) / 1000));
}

// "A,B" -> ["A", "B"]
export function listParam(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

export type Answers = Record<string, boolean>;

// "A=1,B=0" <-> { A: true, B: false }
export function parseAnswers(text: string | undefined): Answers {
  const answers: Answers = {};
  for (const part of listParam(text)) {
    const [question, value] = part.split('=');
    if (question !== undefined && (value === '0' || value === '1')) answers[question] = value === '1';
  }
  return answers;
}

export function writeAnswers(questions: string[], answers: Answers): string {
  return questions
    .filter((question) => question in answers)
    .map((question) => `${question}=${answers[question] ? 1 : 0}`)
    .join(',');
}

export function parseMessage(json: unknown): ToPage | undefined {
  return typeof json === 'object' && json !== null ? ToPage.fromJSON(json) : undefined;
}
