// What each function of the settings shows and does.
import { useState } from 'preact/hooks';
import type { DeviceState } from '../../shared/generated/schema/kiosk';
import type { Key, Speech } from '../../shared/languages';
import { TouchCheck } from './touch_check';

interface FunctionProps {
  device: DeviceState;
  preview: string;
  speech: Speech;
  wish(wish: object): void;
}

const kGiven = ['information', 'network', 'screen', 'cameras', 'touch', 'power', 'restart', 'switch_off'];
const kStep = 10;

export function FunctionPage({ name, ...props }: FunctionProps & { name: string }) {
  const act = (value: string): void => props.wish({ act: { function: name, value } });
  switch (name) {
    case 'information':
      return <Values {...props} names={['serial', 'version', 'uptime', 'addresses']} />;
    case 'network':
      return <Values {...props} names={['link', 'paired', 'addresses', 'link_port']} />;
    case 'screen':
      return <Brightness {...props} act={act} />;
    case 'cameras':
      return <Cameras {...props} act={act} />;
    case 'touch':
      return <TouchCheck speech={props.speech} />;
    case 'power':
      return <Power {...props} act={act} />;
    case 'restart':
      return <Restart {...props} act={act} />;
    case 'switch_off':
      return <Once {...props} question="device.off.question" yes="device.off.yes" possible={props.device.values.can_switch_off === '1'} act={() => act('')} />;
    case 'rights':
      return <Rights {...props} act={act} />;
    default:
      return null;
  }
}

type Acting = FunctionProps & { act(value: string): void };

function valueOf(device: DeviceState, name: string, speech: Speech): string {
  const value = device.values[name] ?? '';
  if (name === 'uptime') {
    const minutes = Math.floor(Number(device.values.uptime_s ?? 0) / 60);
    return speech.say('device.values.uptime_of', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  }
  if (name === 'link') return speech.say(value === 'up' ? 'device.values.up' : 'device.values.down');
  if (name === 'paired') return speech.say(value === '1' ? 'device.values.yes' : 'device.values.no');
  return value === '' ? speech.say('device.values.none') : value;
}

function Values({ device, speech, names }: FunctionProps & { names: string[] }) {
  return (
    <dl class="device-values">
      {names.map((name) => (
        <div key={name} data-value={name}>
          <dt>{speech.say(`device.values.${name}` as Key)}</dt>
          <dd>{valueOf(device, name, speech)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Brightness({ device, speech, act }: Acting) {
  const value = device.values.brightness ?? '';
  const now = Number(value);
  return (
    <>
      {value === '' ? (
        <p>{speech.say('device.screen.not_here')}</p>
      ) : (
        <div class="device-dial" role="group" aria-label={speech.say('device.screen.brightness')}>
          <button type="button" class="action plain" data-act="darker" disabled={now <= kStep} onClick={() => act(`brightness=${Math.max(kStep, now - kStep)}`)}>
            {speech.say('device.screen.darker')}
          </button>
          <output class="device-number">{speech.say('common.progress', { n: now })}</output>
          <button type="button" class="action plain" data-act="brighter" disabled={now >= 100} onClick={() => act(`brightness=${Math.min(100, now + kStep)}`)}>
            {speech.say('device.screen.brighter')}
          </button>
        </div>
      )}
      <p class="device-about">{speech.say('device.screen.volume')}</p>
    </>
  );
}

function Cameras({ device, preview, speech, act }: Acting) {
  const state = device.values[`${device.camera}_camera`] ?? '';
  return (
    <div class="device-cameras">
      <div class="device-choices">
        {['face', 'card_face'].map((camera) => (
          <button key={camera} type="button" class="action plain" aria-pressed={device.camera === camera} data-camera={camera} onClick={() => act(device.camera === camera ? '' : camera)}>
            {speech.say(`device.cameras.${camera}` as Key)}
          </button>
        ))}
      </div>
      {device.camera === '' ? (
        <p>{speech.say('device.cameras.about')}</p>
      ) : (
        <>
          <div class="device-picture">
            {preview === '' ? <p>{speech.say('device.cameras.no_picture')}</p> : <img src={preview} alt={speech.say('device.cameras.picture')} class={device.camera === 'card_face' ? 'as-is' : ''} />}
          </div>
          <p role="status">
            {speech.sayBy('device.cameras.states', state, 'unknown')}
            <br />
            {device.sight === '' ? '' : speech.say('device.cameras.sees', { sight: speech.sayBy('device.cameras.sights', device.sight, 'other') })}
          </p>
        </>
      )}
    </div>
  );
}

function Power({ device, speech, act }: Acting) {
  const { follow, port_power, power_while_pc_off, can_switch_off } = device.values;
  const port = port_power === '1' ? 'on' : port_power === '0' ? 'off' : 'unknown';
  return (
    <div class="device-lines">
      <p>{speech.say('device.power.about')}</p>
      <div class="device-choices">
        {(['1', '0'] as const).map((value) => (
          <button key={value} type="button" class="action plain" aria-pressed={follow === value} data-follow={value} onClick={() => act(`follow=${value}`)}>
            {speech.say(value === '1' ? 'device.power.follow' : 'device.power.stay')}
          </button>
        ))}
      </div>
      <p>{speech.say(`device.power.port_${port}`)}</p>
      {power_while_pc_off === '1' ? <p class="device-refused">{speech.say('device.power.constant')}</p> : null}
      {can_switch_off === '1' ? null : <p class="device-about">{speech.say('device.not_from_here')}</p>}
    </div>
  );
}

function Restart({ device, speech, act, ...rest }: Acting) {
  const props = { device, speech, ...rest };
  return (
    <div class="device-lines">
      <Once {...props} question="device.restart.program_question" yes="device.restart.program" possible={device.values.can_restart_program === '1'} act={() => act('program')} />
      <Once {...props} question="device.restart.device_question" yes="device.restart.device" possible={device.values.can_restart_device === '1'} act={() => act('device')} />
    </div>
  );
}

// Something that is asked about once more before it is done.
function Once({ speech, question, yes, possible, act }: FunctionProps & { question: Key; yes: Key; possible: boolean; act(): void }) {
  const [asked, setAsked] = useState(false);
  if (!possible)
    return (
      <p>
        {speech.say(yes)}: {speech.say('device.not_from_here')}
      </p>
    );
  if (!asked)
    return (
      <button type="button" class="action plain" data-act={yes} onClick={() => setAsked(true)}>
        {speech.say(yes)}
      </button>
    );
  return (
    <div class="device-lines" role="group" aria-label={speech.say(question)}>
      <p>{speech.say(question)}</p>
      <div class="device-choices">
        <button
          type="button"
          class="action full"
          data-act="sure"
          onClick={() => {
            setAsked(false);
            act();
          }}
        >
          {speech.say(yes)}
        </button>
        <button type="button" class="action quiet" onClick={() => setAsked(false)}>
          {speech.say('device.no')}
        </button>
      </div>
    </div>
  );
}

function Rights({ device, speech, act }: Acting) {
  const given = new Set(device.user_functions);
  const turn = (name: string): void => {
    const next = given.has(name) ? kGiven.filter((one) => one !== name && given.has(one)) : kGiven.filter((one) => one === name || given.has(one));
    act(next.join(','));
  };
  return (
    <div class="device-lines">
      <p>{speech.say('device.rights.about')}</p>
      <div class="device-choices">
        {kGiven.map((name) => (
          <button key={name} type="button" class="action plain" aria-pressed={given.has(name)} data-right={name} onClick={() => turn(name)}>
            {given.has(name) ? <span aria-hidden="true">✓</span> : null}
            {speech.say(`device.functions.${name}` as Key)}
          </button>
        ))}
      </div>
    </div>
  );
}
