// Who opens the settings: a name from the list, the password that opens the console, and the one-time code where it is used.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { DeviceState } from '../../shared/generated/schema/kiosk';
import type { Speech } from '../../shared/languages';
import { Refused } from './device';
import { Keyboard } from './keyboard';

const kLongest = 128;

interface SignInProps {
  device: DeviceState;
  speech: Speech;
  wish(wish: object): void;
}

export function SignIn({ device, speech, wish }: SignInProps) {
  const [name, setName] = useState('');
  if (device.names.length === 0)
    return (
      <main class="device-main">
        {device.busy ? <p role="status">{speech.say('device.sign_in.asking')}</p> : null}
        <Refused device={device} speech={speech} />
        {device.busy || device.refused !== '' ? null : <p class="note staff">{speech.say('device.sign_in.nobody')}</p>}
      </main>
    );
  if (name === '')
    return (
      <main class="device-main">
        <h2>{speech.say('device.sign_in.who')}</h2>
        <div class="device-names">
          {device.names.map((one) => (
            <button key={one} type="button" class="action plain" lang="ja" data-name={one} onClick={() => setName(one)}>
              {one}
            </button>
          ))}
        </div>
      </main>
    );
  return <Password name={name} device={device} speech={speech} wish={wish} other={() => setName('')} />;
}

function Password({ name, device, speech, wish, other }: SignInProps & { name: string; other(): void }) {
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [withCode, setWithCode] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  if (device.refused === 'code_needed' && !withCode) setWithCode(true);
  useEffect(() => field.current?.focus(), [withCode]);
  // A wrong password is typed anew from its beginning; nothing of it stays on the page.
  useEffect(() => {
    if (device.refused === 'sign_in_wrong') setPassword('');
    if (device.refused === 'code_wrong') setCode('');
  }, [device.busy]);
  const [text, set] = withCode ? [code, setCode] : [password, setPassword];
  const ready = password !== '' && (!withCode || code !== '') && !device.busy;
  const submit = (): void => {
    if (ready) wish({ sign_in: { name, password, code } });
  };
  return (
    <main class="device-main">
      <form
        class="device-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <label for="device-secret">
          {speech.say(withCode ? 'device.sign_in.code' : 'device.sign_in.password', { name })}
        </label>
        <div class="device-entry">
          <input
            id="device-secret"
            ref={field}
            key={withCode ? 'code' : 'password'}
            type={(withCode ? 'text' : 'password') as 'text'}
            inputMode="none"
            autocomplete="off"
            maxLength={kLongest}
            value={text}
            onInput={(event) => set(event.currentTarget.value)}
          />
          <button type="submit" class="action full" disabled={!ready} data-act="sign-in">
            {speech.say(device.busy ? 'device.sign_in.busy' : 'device.sign_in.submit')}
          </button>
          <button type="button" class="action quiet" data-act="other" onClick={other}>
            {speech.say('device.sign_in.other')}
          </button>
        </div>
        <Refused device={device} speech={speech} />
        <Keyboard speech={speech} numeric={withCode} type={(key) => set((text + key).slice(0, kLongest))} back={() => set(text.slice(0, -1))} />
        <p class="device-about">{speech.say('device.sign_in.about')}</p>
      </form>
    </main>
  );
}
