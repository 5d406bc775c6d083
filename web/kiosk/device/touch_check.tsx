// Nine targets over the whole glass: whoever reaches them all knows that touches arrive everywhere.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Speech } from '../../shared/languages';

const kTargets = [0, 1, 2, 3, 4, 5, 6, 7, 8];

export function TouchCheck({ speech }: { speech: Speech }) {
  const [hit, setHit] = useState<ReadonlySet<number> | undefined>(undefined);
  const glass = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (hit?.size === 0) glass.current?.querySelector<HTMLElement>('.touch-target')?.focus();
  }, [hit]);
  const all = hit?.size === kTargets.length;
  if (hit === undefined || all)
    return (
      <div class="device-lines">
        <p role="status">{speech.say(all ? 'device.touch.good' : 'device.touch.about')}</p>
        <button type="button" class="action plain" data-act="touch-check" onClick={() => setHit(new Set())}>
          {speech.say(all ? 'device.touch.again' : 'device.touch.begin')}
        </button>
      </div>
    );
  return (
    <div class="touch-glass" ref={glass} role="group" aria-label={speech.say('device.touch.about')}>
      {kTargets.map((at) => (
        <button key={at} type="button" class={hit.has(at) ? 'touch-target hit' : 'touch-target'} aria-pressed={hit.has(at)} data-target={at} onClick={() => setHit(new Set([...hit, at]))}>
          {hit.has(at) ? '✓' : at + 1}
        </button>
      ))}
      <button type="button" class="action quiet touch-stop" data-act="touch-stop" onClick={() => setHit(undefined)}>
        {speech.say('device.touch.stop', { n: kTargets.length - hit.size })}
      </button>
    </div>
  );
}
