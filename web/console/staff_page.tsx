// Accounts: one's own password and one-time codes for everybody; all accounts for administrators.
import { useEffect, useState } from 'preact/hooks';
import { call, type Refusal } from '../shared/api';
import { Field, Form, FormRefusal } from '../shared/form';
import type { Speech } from '../shared/languages';
import { Name, Panel, Sure } from '../shared/page';
import { Qr } from '../shared/qr';
import { type Session, useMay } from './session';

export interface Member {
  name: string;
  role: 'user' | 'administrator';
  totp: boolean;
}

export function parseStaff(json: unknown): Member[] {
  const rows = typeof json === 'object' && json !== null ? (json as Record<string, unknown>).staff : undefined;
  if (!Array.isArray(rows)) return [];
  return rows.map((row: Record<string, unknown>) => ({
    name: String(row.name ?? ''),
    role: row.role === 'administrator' ? 'administrator' : 'user',
    totp: row.totp === true,
  }));
}

interface PageProps {
  session: Session;
  say: Speech;
  changed(): void; // something about the session
}

export function StaffPage({ session, say, changed }: PageProps) {
  const may = useMay('change');
  return (
    <main class="board staff-board">
      {may ? <AllAccounts session={session} say={say} changed={changed} /> : null}
      <div class="column">
        {session.totp === undefined ? (
          <Panel id="own" title={say.say('console.members.own')}>
            <p>{say.say('console.members.by_link')}</p>
          </Panel>
        ) : (
          <>
            <OwnPassword say={say} />
            <OwnCodes session={session} say={say} changed={changed} />
          </>
        )}
      </div>
    </main>
  );
}

const differ: Refusal = { status: 400, reason: 'passwords_differ', field: 'again', expected: {}, context: '', wait_s: 0 };

function OwnPassword({ say }: { say: Speech }) {
  const empty = { old: '', next: '', again: '' };
  const [typed, setTyped] = useState(empty);
  const [refusal, setRefusal] = useState<Refusal | undefined>(undefined);
  const [done, setDone] = useState(false);
  const submit = async (): Promise<void> => {
    setDone(false);
    if (typed.next !== typed.again) return setRefusal(differ);
    const answer = await call('POST', 'api/session/password', { old: typed.old, new: typed.next });
    setRefusal(answer.ok ? undefined : answer.refusal);
    if (!answer.ok) return;
    setTyped(empty);
    setDone(true);
  };
  const set = (name: keyof typeof typed) => (value: string) => setTyped({ ...typed, [name]: value });
  return (
    <Panel id="own-password" title={say.say('console.members.own_password')}>
      <Form name="own-password" submit={() => void submit()}>
        <Field say={say} label={say.say('console.members.old')} name="old" type="password" value={typed.old} set={set('old')} autocomplete="current-password" refusal={refusal} />
        <Field say={say} label={say.say('console.members.new')} hint={say.say('console.members.password_about')} name="new" type="password" value={typed.next} set={set('next')} autocomplete="new-password" refusal={refusal} />
        <Field say={say} label={say.say('console.members.again')} name="again" type="password" value={typed.again} set={set('again')} autocomplete="new-password" refusal={refusal} />
        <FormRefusal refusal={refusal} fields={['old', 'new', 'again']} say={say} />
        {done ? <p role="status">{say.say('console.members.password_changed')}</p> : null}
        <button type="submit" class="small-button">
          {say.say('console.members.change_password')}
        </button>
      </Form>
    </Panel>
  );
}

interface Begun {
  secret: string;
  address: string;
  qr: string;
}

function OwnCodes({ session, say, changed }: PageProps) {
  const [begun, setBegun] = useState<Begun | undefined>(undefined);
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<Refusal | undefined>(undefined);
  const begin = async (): Promise<void> => {
    const answer = await call<Begun>('POST', 'api/session/totp', { password });
    setRefusal(answer.ok ? undefined : answer.refusal);
    if (!answer.ok) return;
    setPassword('');
    setBegun(answer.body);
  };
  const confirm = async (): Promise<void> => {
    const answer = await call('POST', 'api/session/totp', { code });
    setRefusal(answer.ok ? undefined : answer.refusal);
    if (!answer.ok) return;
    setBegun(undefined);
    setCode('');
    changed();
  };
  const on = session.totp === true;
  return (
    <Panel id="own-codes" title={say.say('console.members.codes')} aside={<span class={on ? 'tag good' : 'tag'}>{say.say(on ? 'console.members.codes_on' : 'console.members.codes_off')}</span>}>
      <p>{say.say('console.members.codes_about')}</p>
      {begun === undefined ? (
        <Form name="codes-begin" submit={() => void begin()}>
          <Field say={say} label={say.say('console.members.old')} name="password" type="password" value={password} set={setPassword} autocomplete="current-password" refusal={refusal} />
          <FormRefusal refusal={refusal} fields={['password']} say={say} />
          <button type="submit" class="small-button" data-act="codes">
            {say.say(on ? 'console.members.codes_anew' : 'console.members.codes_begin')}
          </button>
        </Form>
      ) : (
        <Form name="codes" submit={() => void confirm()}>
          <p>{say.say('console.members.codes_scan')}</p>
          <Qr rows={begun.qr} name={say.say('console.members.codes_qr')} />
          <p class="soft">
            {say.say('console.members.codes_key')} <code class="key">{begun.secret.replace(/(.{4})/g, '$1 ').trim()}</code>
          </p>
          <Field say={say} label={say.say('console.sign_in.code')} name="code" value={code} set={setCode} numeric autocomplete="one-time-code" refusal={refusal} />
          <FormRefusal refusal={refusal} fields={['code']} say={say} />
          <button type="submit" class="small-button full">
            {say.say('console.members.codes_confirm')}
          </button>
        </Form>
      )}
    </Panel>
  );
}

function AllAccounts({ session, say, changed }: PageProps) {
  const [staff, setStaff] = useState<Member[] | undefined>(undefined);
  const [refusal, setRefusal] = useState<Refusal | undefined>(undefined);
  const load = async (): Promise<void> => {
    const answer = await call('GET', 'api/staff');
    if (answer.ok) setStaff(parseStaff(answer.body));
    else setRefusal(answer.refusal);
  };
  useEffect(() => void load(), []);
  const act = async (path: string, body: object): Promise<void> => {
    const answer = await call('POST', path, body);
    setRefusal(answer.ok ? undefined : answer.refusal);
    await load();
    changed();
  };
  return (
    <div class="column">
      <Panel id="staff" title={say.say('console.members.title')}>
        <FormRefusal refusal={refusal} fields={[]} say={say} />
        {staff?.length === 0 ? <p class="soft">{say.say('console.members.none')}</p> : null}
        <ul class="members">
          {(staff ?? []).map((member) => (
            <OneMember key={member.name} member={member} own={member.name === session.name} say={say} act={act} />
          ))}
        </ul>
      </Panel>
      <NewAccount say={say} added={() => void load().then(changed)} />
    </div>
  );
}

interface MemberProps {
  member: Member;
  own: boolean;
  say: Speech;
  act(path: string, body: object): Promise<void>;
}

function OneMember({ member, own, say, act }: MemberProps) {
  const { name, role, totp } = member;
  const other = role === 'user' ? 'administrator' : 'user';
  return (
    <li class="member" data-member={name}>
      <div class="member-head">
        <h3>
          <Name>{name}</Name>
        </h3>
        <span class={role === 'administrator' ? 'tag busy' : 'tag'}>{say.say(`console.members.role.${role}`)}</span>
        {totp ? <span class="tag good">{say.say('console.members.codes')}</span> : null}
        {own ? <span class="soft">{say.say('console.members.you')}</span> : null}
      </div>
      <details class="details">
        <summary>{say.say('console.members.change')}</summary>
        <div class="member-acts">
          <button type="button" class="small-button" data-act="role" onClick={() => void act('api/staff/role', { name, role: other })}>
            {say.say(`console.members.make.${other}`)}
          </button>
          {totp ? (
            <Sure
              say={say.say('console.members.codes_remove')}
              question={say.say('console.members.codes_remove_sure', { name })}
              yes={say.say('console.members.codes_remove_yes')}
              no={say.say('console.members.keep')}
              act={() => void act('api/staff/totp/remove', { name })}
            />
          ) : null}
          <Sure
            say={say.say('console.members.remove')}
            question={say.say('console.members.remove_sure', { name })}
            yes={say.say('console.members.remove_yes')}
            no={say.say('console.members.keep')}
            look="small-button danger"
            act={() => void act('api/staff/remove', { name })}
          />
        </div>
        <NewPassword name={name} say={say} />
      </details>
    </li>
  );
}

function NewPassword({ name, say }: { name: string; say: Speech }) {
  const [password, setPassword] = useState('');
  const [refusal, setRefusal] = useState<Refusal | undefined>(undefined);
  const [done, setDone] = useState(false);
  const submit = async (): Promise<void> => {
    const answer = await call('POST', 'api/staff/password', { name, password });
    setRefusal(answer.ok ? undefined : answer.refusal);
    setDone(answer.ok);
    if (answer.ok) setPassword('');
  };
  return (
    <Form name="password" submit={() => void submit()}>
      <Field say={say} label={say.say('console.members.new_of', { name })} name="password" type="password" value={password} set={setPassword} autocomplete="new-password" refusal={refusal} />
      <FormRefusal refusal={refusal} fields={['password']} say={say} />
      {done ? <p role="status">{say.say('console.members.password_set')}</p> : null}
      <button type="submit" class="small-button">
        {say.say('console.members.set_password')}
      </button>
    </Form>
  );
}

function NewAccount({ say, added }: { say: Speech; added(): void }) {
  const empty = { name: '', password: '', role: 'user' };
  const [typed, setTyped] = useState(empty);
  const [refusal, setRefusal] = useState<Refusal | undefined>(undefined);
  const submit = async (): Promise<void> => {
    const answer = await call('POST', 'api/staff', typed);
    setRefusal(answer.ok ? undefined : answer.refusal);
    if (!answer.ok) return;
    setTyped(empty);
    added();
  };
  return (
    <Panel id="new-account" title={say.say('console.members.add_title')}>
      <Form name="add" submit={() => void submit()}>
        <Field say={say} label={say.say('console.sign_in.name')} hint={say.say('console.members.name_about')} name="name" value={typed.name} set={(name) => setTyped({ ...typed, name })} refusal={refusal} />
        <Field say={say} label={say.say('console.sign_in.password')} hint={say.say('console.members.password_about')} name="password" type="password" value={typed.password} set={(password) => setTyped({ ...typed, password })} autocomplete="new-password" refusal={refusal} />
        <fieldset class="roles">
          <legend>{say.say('console.members.role_title')}</legend>
          {(['user', 'administrator'] as const).map((role) => (
            <label key={role}>
              <input type="radio" name="role" value={role} checked={typed.role === role} onChange={() => setTyped({ ...typed, role })} />
              <span>
                {say.say(`console.members.role.${role}`)} <span class="soft">{say.say(`console.members.role_about.${role}`)}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <FormRefusal refusal={refusal} fields={['name', 'password']} say={say} />
        <button type="submit" class="small-button full">
          {say.say('console.members.add')}
        </button>
      </Form>
    </Panel>
  );
}
