// The row of touches at the foot of a screen.
import type { Key } from '../../shared/languages';
import type { View } from '../view';

const kIcons: Record<string, string> = {
  face: 'M16 6 a8 8 0 1 1 0 16 a8 8 0 1 1 0 -16 M4 34 q2 -10 12 -10 t12 10',
  pin: 'M4 7 h26 v22 h-26z M10 14 h.1 M17 14 h.1 M24 14 h.1 M10 22 h.1 M17 22 h.1 M24 22 h.1',
  staff: 'M12 5 a6 6 0 1 1 0 12 a6 6 0 1 1 0 -12 M3 29 q1 -9 9 -9 q6 0 8 5 M20 28 l4 4 l8 -10',
  again: 'M28 16 a12 12 0 1 1 -4 -9 M25 2 v6 h-6',
};

export function Icon({ name }: { name: string }) {
  const path = kIcons[name];
  if (path === undefined) return null;
  return (
    <svg class="icon" viewBox="0 0 34 36" aria-hidden="true" focusable="false">
      <path d={path} fill="none" stroke="currentColor" stroke-width="3.2" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}

interface ActionsProps {
  view: View;
  first?: string; // the action that most people want, drawn full
  only?: string[]; // just these of the screen's actions; others are drawn elsewhere
  labels?: Record<string, string>;
}

// Stopping is always at the start of the row and quiet; the others follow in the screen's order.
export function Actions({ view, first, only, labels = {} }: ActionsProps) {
  const wanted = view.screen.actions.filter((action) => only === undefined || only.includes(action));
  const rest = wanted.filter((action) => action !== 'cancel');
  if (wanted.length === 0) return null;
  return (
    <div class="actions">
      {wanted.includes('cancel') ? <Action view={view} action="cancel" look="quiet" /> : <span />}
      <div class="choices">
        {rest.map((action) => (
          <Action key={action} view={view} action={action} look={action === first ? 'full' : 'plain'} label={labels[action]} />
        ))}
      </div>
    </div>
  );
}

interface ActionProps {
  view: View;
  action: string;
  look: 'full' | 'plain' | 'quiet';
  label?: string | undefined;
}

export function Action({ view, action, look, label }: ActionProps) {
  return (
    <button type="button" class={`action ${look}`} disabled={view.busy} data-action={action} onClick={() => view.touch(action)}>
      <Icon name={action} />
      <span>{label ?? view.speech.say(`actions.${action}` as Key)}</span>
    </button>
  );
}
