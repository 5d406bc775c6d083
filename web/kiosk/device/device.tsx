// The settings on the terminal itself: signing in, and the functions that are open to whoever did.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { DeviceState } from '../../shared/generated/schema/kiosk';
import type { Key, Speech } from '../../shared/languages';
import { FunctionPage } from './functions';
import { SignIn } from './sign_in';

export interface DeviceProps {
  device: DeviceState;
  preview: string;
  speech: Speech;
  wish(wish: object): void;
}

export function DevicePage({ device, preview, speech, wish }: DeviceProps) {
  const place = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState('');
  const current = device.functions.includes(chosen) ? chosen : (device.functions[0] ?? '');
  const go = (name: string): void => {
    if (device.camera !== '') wish({ act: { function: 'cameras', value: '' } });
    setChosen(name);
  };
  useEffect(() => {
    place.current?.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
  }, [device.stage]);
  return (
    <div class="device" ref={place} data-device={device.stage}>
      <header class="device-top">
        <div>
          <h1 tabIndex={-1}>{speech.say('device.title')}</h1>
          <p class="device-about">
            {device.name === '' ? '' : `${device.name}　`}
            {speech.say('device.leaves')}
          </p>
        </div>
        <button type="button" class="action quiet" data-act="leave" onClick={() => wish({ leave: true })}>
          {speech.say('device.leave')}
        </button>
      </header>
      {device.stage === 'sign_in' ? (
        <SignIn device={device} speech={speech} wish={wish} />
      ) : (
        <div class="device-body">
          <nav class="device-nav" aria-label={speech.say('device.title')}>
            {device.functions.map((name) => (
              <button key={name} type="button" class="device-link" aria-current={name === current ? 'page' : undefined} data-function={name} onClick={() => go(name)}>
                {speech.say(`device.functions.${name}` as Key)}
              </button>
            ))}
          </nav>
          <main class="device-main">
            {device.name === '' ? <p class="note staff">{speech.say('device.link_down')}</p> : null}
            <h2>{speech.say(`device.functions.${current}` as Key)}</h2>
            <Refused device={device} speech={speech} />
            <FunctionPage key={current} name={current} device={device} preview={preview} speech={speech} wish={wish} />
          </main>
        </div>
      )}
    </div>
  );
}

// Why the last wish was refused.
export function Refused({ device, speech }: { device: DeviceState; speech: Speech }) {
  const { refused, wait_s } = device;
  if (refused === '' || refused === 'code_needed') return null;
  const own = speech.knows('device.refused', refused);
  const wait = wait_s > 0 ? ` ${speech.say('console.refused_wait', { n: wait_s })}` : '';
  return (
    <p class="device-refused" role="alert">
      {own ? speech.sayBy('device.refused', refused, 'other') : speech.knows('console.refused', refused) ? speech.sayBy('console.refused', refused, '') : speech.say('device.refused.other')}
      {wait}
    </p>
  );
}
