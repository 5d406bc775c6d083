// Who is signed in at this page, and what they may. The program decides; the page shows no button that it would refuse.
import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import { call, kSignedOut } from '../shared/api';

export interface Session {
  place: 'asking' | 'first_start' | 'out' | 'in';
  name: string;
  role: 'user' | 'administrator';
  rights: string[];
  totp: boolean | undefined; // nothing for a page that was opened by a link
}

const kNobody: Session = { place: 'asking', name: '', role: 'user', rights: [], totp: undefined };
const kAskAgainMs = 1000;
const kActivityMs = 60_000;

export function parseSession(json: unknown): Session {
  const fields = (typeof json === 'object' && json !== null ? json : {}) as Record<string, unknown>;
  if (fields.signed_in !== true) return { ...kNobody, place: fields.first_start === true ? 'first_start' : 'out' };
  return {
    place: 'in',
    name: typeof fields.name === 'string' ? fields.name : '',
    role: fields.role === 'administrator' ? 'administrator' : 'user',
    rights: Array.isArray(fields.rights) ? fields.rights.filter((right) => typeof right === 'string') : [],
    totp: typeof fields.totp === 'boolean' ? fields.totp : undefined,
  };
}

// "#ticket=…": a link that opens the page signed in, once.
export function ticketOf(hash: string): string {
  return /^#ticket=([0-9a-f]{64})$/.exec(hash)?.[1] ?? '';
}

async function useTicket(): Promise<void> {
  const ticket = ticketOf(location.hash);
  if (ticket === '') return;
  // It stays neither in the address nor in the browser's history.
  history.replaceState(null, '', location.pathname);
  await call('POST', 'api/session', { ticket });
}

export interface SessionTools {
  session: Session;
  ask(): void; // again, after something changed
}

export function useSession(): SessionTools {
  const [session, setSession] = useState(kNobody);
  const [asked, setAsked] = useState(0);
  const ask = (): void => setAsked((before) => before + 1);
  useEffect(() => {
    let stopped = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async (): Promise<void> => {
      await useTicket();
      const answer = await call('GET', 'api/session');
      if (stopped) return;
      if (answer.ok) setSession(parseSession(answer.body));
      else timer = setTimeout(() => void look(), kAskAgainMs);
    };
    void look();
    return () => {
      stopped = true;
      clearTimeout(timer);
    };
  }, [asked]);
  useEffect(() => {
    addEventListener(kSignedOut, ask);
    addEventListener('hashchange', askForTicket);
    return () => {
      removeEventListener(kSignedOut, ask);
      removeEventListener('hashchange', askForTicket);
    };
    function askForTicket(): void {
      if (ticketOf(location.hash) !== '') ask();
    }
  }, []);
  useActivity(session.place === 'in');
  return { session, ask };
}

// Only somebody who touches the page keeps the session: a page left open ends it.
function useActivity(wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return undefined;
    let last = Date.now();
    const touched = (): void => {
      if (Date.now() - last < kActivityMs) return;
      last = Date.now();
      void call('POST', 'api/session/activity');
    };
    addEventListener('pointerdown', touched);
    addEventListener('keydown', touched);
    return () => {
      removeEventListener('pointerdown', touched);
      removeEventListener('keydown', touched);
    };
  }, [wanted]);
}

const Rights = createContext<string[]>([]);
export const RightsProvider = Rights.Provider;

export type Right = 'look' | 'operate' | 'change';
// Whether whoever is signed in may do what needs that right.
export function useMay(right: Right): boolean {
  return useContext(Rights).includes(right);
}
