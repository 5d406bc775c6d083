// Parts of forms: a labelled field that says what is wrong with it, and the sentence about the whole form.
import { useId } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { type Refusal, refusalWords } from './api';
import type { Speech } from './languages';

interface FieldProps {
  label: string;
  name: string;
  value: string;
  set(value: string): void;
  hint?: string;
  type?: 'text' | 'password';
  autocomplete?: string;
  numeric?: boolean;
  refusal?: Refusal | undefined; // shown here when it names this field
  say: Speech;
}

export function Field({ label, name, value, set, hint, type = 'text', autocomplete = 'off', numeric = false, refusal, say }: FieldProps) {
  const id = useId();
  const wrong = refusal !== undefined && refusal.field === name;
  const about = [hint === undefined ? '' : `${id}-hint`, wrong ? `${id}-wrong` : ''].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        name={name}
        type={type as 'text'}
        autocomplete={autocomplete as 'off'}
        inputMode={numeric ? 'numeric' : undefined}
        value={value}
        aria-invalid={wrong ? 'true' : undefined}
        aria-describedby={about === '' ? undefined : about}
        onInput={(event) => set(event.currentTarget.value)}
      />
      {hint === undefined ? null : (
        <p class="soft" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {wrong ? (
        <p class="missing" id={`${id}-wrong`} role="alert">
          {refusalWords(say, refusal)}
        </p>
      ) : null}
    </div>
  );
}

interface SelectProps {
  label: string;
  name: string;
  value: string;
  options: string[];
  words?(option: string): string; // how an option is shown; as it is without
  set(value: string): void;
  refusal?: Refusal | undefined;
  say: Speech;
}

export function Select({ label, name, value, options, words = (option) => option, set, refusal, say }: SelectProps) {
  const id = useId();
  const wrong = refusal !== undefined && refusal.field === name;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} name={name} value={value} aria-invalid={wrong ? 'true' : undefined} aria-describedby={wrong ? `${id}-wrong` : undefined} onChange={(event) => set(event.currentTarget.value)}>
        {options.map((option) => (
          <option key={option} value={option}>
            {words(option)}
          </option>
        ))}
      </select>
      {wrong ? (
        <p class="missing" id={`${id}-wrong`} role="alert">
          {refusalWords(say, refusal)}
        </p>
      ) : null}
    </div>
  );
}

// What is wrong with the form as a whole; a field of `fields` tells its own.
export function FormRefusal({ refusal, fields, say }: { refusal: Refusal | undefined; fields: string[]; say: Speech }) {
  if (refusal === undefined || fields.includes(refusal.field)) return null;
  return (
    <p class="missing" role="alert">
      {refusalWords(say, refusal)}
    </p>
  );
}

export function Form({ name, submit, children }: { name: string; submit(): void; children: ComponentChildren }) {
  return (
    <form
      class="form"
      data-form={name}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {children}
    </form>
  );
}
