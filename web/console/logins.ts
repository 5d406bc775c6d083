// What the program tells of the terminals' login names (GET /api/accounts).
export interface Login {
  login: string;
  terminal: string;
  since: string; // ISO, "" when nobody wrote it down
  from: string; // "settings", "people"
  password: 'kept' | 'file' | 'missing' | 'unreadable';
  paired: boolean;
  connected: boolean;
  stopped: boolean;
  state: string; // "connected", "connecting", or why it cannot log in
  lock_left_s: number;
}
export interface Without {
  terminal: string;
  connected: boolean;
  elsewhere: boolean; // another environment knows it
}
export interface OtherEnvironment {
  environment: string;
  accounts: { login: string; terminal: string; since: string }[];
}
export interface Logins {
  environment: string;
  accounts: Login[];
  without: Without[];
  none_because: string; // "" while there are some
  others: OtherEnvironment[];
}

type Fields = Record<string, unknown>;
const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const rowsOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.map(fieldsOf) : []);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const kPasswords = ['kept', 'file', 'missing', 'unreadable'] as const;

export function parseLogins(json: unknown): Logins {
  const fields = fieldsOf(json);
  return {
    environment: text(fields.environment),
    accounts: rowsOf(fields.accounts).map((row) => ({
      login: text(row.login),
      terminal: text(row.terminal),
      since: text(row.since),
      from: text(row.from),
      password: kPasswords.find((one) => one === row.password) ?? 'missing',
      paired: row.paired === true,
      connected: row.connected === true,
      stopped: row.stopped === true,
      state: text(row.state),
      lock_left_s: typeof row.lock_left_s === 'number' ? row.lock_left_s : 0,
    })),
    without: rowsOf(fields.without).map((row) => ({ terminal: text(row.terminal), connected: row.connected === true, elsewhere: row.elsewhere === true })),
    none_because: text(fields.none_because),
    others: rowsOf(fields.others).map((row) => ({
      environment: text(row.environment),
      accounts: rowsOf(row.accounts).map((one) => ({ login: text(one.login), terminal: text(one.terminal), since: text(one.since) })),
    })),
  };
}

// The environments (GET /api/environment).
export interface Environment {
  name: string;
  host: string;
  accounts: { login: string; terminal: string }[];
}
export interface Environments {
  environment: string;
  from: string; // "settings", "console"
  next: string; // that counts from the next start, "" for none
  restarts: boolean; // just now
  can_restart: boolean;
  simulated_readers: string[];
  environments: Environment[];
}

export function parseEnvironments(json: unknown): Environments {
  const fields = fieldsOf(json);
  return {
    environment: text(fields.environment),
    from: text(fields.from),
    next: text(fields.next),
    restarts: fields.restarts === true,
    can_restart: fields.can_restart === true,
    simulated_readers: Array.isArray(fields.simulated_readers) ? fields.simulated_readers.map(text) : [],
    environments: rowsOf(fields.environments).map((row) => ({
      name: text(row.name),
      host: text(row.host),
      accounts: rowsOf(row.accounts).map((one) => ({ login: text(one.login), terminal: text(one.terminal) })),
    })),
  };
}

// The form of a login name, said before the program has to: "" when it is good or nothing was typed.
export function loginMistake(login: string): '' | 'blank' | 'wide' | 'prefix' | 'digits' {
  if (login === '') return '';
  if (/\s/.test(login)) return 'blank';
  if (/[^\x21-\x7e]/.test(login)) return 'wide';
  if (!login.startsWith('F0')) return 'prefix';
  return /^F0[0-9]{4,18}$/.test(login) ? '' : 'digits';
}
