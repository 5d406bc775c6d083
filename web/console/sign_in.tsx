// Before anybody is signed in: the form for signing in, and the one that makes the first administrator.
import { useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { call, type Refusal } from '../shared/api';
import { Field, Form, FormRefusal } from '../shared/form';
import type { Language, Speech } from '../shared/languages';
import { LanguageButtons, Panel } from '../shared/page';

interface DoorProps {
  say: Speech;
  choose(language: Language): void;
  done(): void; // somebody is signed in now
}

function Door({ place, title, say, choose, children }: { place: string; title: string; say: Speech; choose(language: Language): void; children: ComponentChildren }) {
  return (
    <div class="frame door" data-ready="" data-place={place}>
      <header class="head">
        <div class="head-row">
          <h1>{say.say('console.page_title')}</h1>
          <LanguageButtons say={say} choose={choose} />
        </div>
      </header>
      <main>
        <Panel id="door" title={title}>
          {children}
        </Panel>
      </main>
    </div>
  );
}

// One call at a time; what is refused stays on the form, and the keyboard goes to the field that is meant.
function useSubmit(path: string, done: () => void): { refusal: Refusal | undefined; busy: boolean; submit(body: object): void; refuse(refusal: Refusal): void } {
  const [refusal, setRefusal] = useState<Refusal | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const submit = (body: object): void => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    void call('POST', path, body).then((answer) => {
      running.current = false;
      setBusy(false);
      setRefusal(answer.ok ? undefined : answer.refusal);
      if (answer.ok) done();
      else if (answer.refusal.field !== '') requestAnimationFrame(() => document.querySelector<HTMLInputElement>(`input[name=${answer.refusal.field}]`)?.focus());
    });
  };
  return { refusal, busy, submit, refuse: setRefusal };
}

export function SignIn({ say, choose, done }: DoorProps) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const { refusal, busy, submit } = useSubmit('api/session', done);
  const [withCode, setWithCode] = useState(false);
  if (refusal?.reason === 'code_needed' && !withCode) setWithCode(true);
  // Being asked for the code is no mistake.
  const shown = refusal?.reason === 'code_needed' ? undefined : refusal;
  return (
    <Door place="sign-in" title={say.say('console.sign_in.title')} say={say} choose={choose}>
      <Form name="sign-in" submit={() => submit({ name, password, ...(withCode ? { code } : {}) })}>
        <Field say={say} label={say.say('console.sign_in.name')} name="name" value={name} set={setName} autocomplete="username" refusal={shown} />
        <Field say={say} label={say.say('console.sign_in.password')} name="password" type="password" value={password} set={setPassword} autocomplete="current-password" refusal={shown} />
        {withCode ? (
          <Field say={say} label={say.say('console.sign_in.code')} hint={say.say('console.sign_in.code_about')} name="code" value={code} set={setCode} numeric autocomplete="one-time-code" refusal={shown} />
        ) : null}
        <FormRefusal refusal={shown} fields={['name', 'password', 'code']} say={say} />
        <button type="submit" class="small-button full" disabled={busy}>
          {say.say(busy ? 'console.sign_in.busy' : 'console.sign_in.submit')}
        </button>
      </Form>
      <p class="soft">{say.say('console.sign_in.forgotten')}</p>
    </Door>
  );
}

const noRefusal = { status: 400, expected: {}, context: '', wait_s: 0 };

export function FirstStart({ say, choose, done }: DoorProps) {
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const { refusal, busy, submit, refuse } = useSubmit('api/session/first', done);
  const make = (): void => {
    if (password !== again) refuse({ ...noRefusal, reason: 'passwords_differ', field: 'again' });
    else submit({ code, name, password });
  };
  return (
    <Door place="first-start" title={say.say('console.first_start.title')} say={say} choose={choose}>
      <p>{say.say('console.first_start.about')}</p>
      <Form name="first-start" submit={make}>
        <Field say={say} label={say.say('console.first_start.code')} hint={say.say('console.first_start.code_about')} name="code" value={code} set={setCode} numeric refusal={refusal} />
        <Field say={say} label={say.say('console.sign_in.name')} name="name" value={name} set={setName} autocomplete="username" refusal={refusal} />
        <Field say={say} label={say.say('console.sign_in.password')} hint={say.say('console.members.password_about')} name="password" type="password" value={password} set={setPassword} autocomplete="new-password" refusal={refusal} />
        <Field say={say} label={say.say('console.members.again')} name="again" type="password" value={again} set={setAgain} autocomplete="new-password" refusal={refusal} />
        <FormRefusal refusal={refusal} fields={['code', 'name', 'password', 'again']} say={say} />
        <button type="submit" class="small-button full" disabled={busy}>
          {say.say('console.first_start.submit')}
        </button>
      </Form>
    </Door>
  );
}
