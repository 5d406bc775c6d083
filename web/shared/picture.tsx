// The drawings of the guided remedies: one file each in pictures/, listed in catalogue/pictures.yaml. The words beside
// them say the same, so they are silent for a screen reader.

const files = import.meta.glob<string>('./pictures/*.svg', { eager: true, query: '?url', import: 'default' });

export function hasPicture(id: string): boolean {
  return `./pictures/${id}.svg` in files;
}

export function Picture({ id }: { id: string }) {
  const address = files[`./pictures/${id}.svg`];
  return address === undefined ? null : <img class="step-picture" src={address} alt="" data-picture={id} />;
}
