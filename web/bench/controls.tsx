// Small controls: one of several, yes or no, a measure.
interface OneOfProps<T extends string | number> {
  name: string;
  legend: string;
  value: T;
  choices: [T, string][];
  set(value: T): void;
}

export function OneOf<T extends string | number>({ name, legend, value, choices, set }: OneOfProps<T>) {
  return (
    <fieldset class="one-of">
      <legend>{legend}</legend>
      <div class="one-of-row">
        {choices.map(([choice, label]) => (
          <label key={choice} class={choice === value ? 'pill chosen' : 'pill'}>
            <input type="radio" name={name} value={choice} checked={choice === value} onChange={() => set(choice)} />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Check({ label, value, set, name }: { label: string; name: string; value: boolean; set(value: boolean): void }) {
  return (
    <label class="check">
      <input type="checkbox" name={name} checked={value} onChange={(event) => set(event.currentTarget.checked)} />
      {label}
    </label>
  );
}

interface MeasureProps {
  id: string;
  label: string;
  value: number;
  least: number;
  most: number;
  step: number;
  set(value: number): void;
}

export function Measure({ id, label, value, least, most, step, set }: MeasureProps) {
  return (
    <div class="measure">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        step={step}
        value={value}
        onInput={(event) => set(Number(event.currentTarget.value))}
      />
    </div>
  );
}
