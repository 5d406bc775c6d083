// A QR code drawn from its rows ("0110…/1001…/…"), with the quiet zone that readers need.

const kQuiet = 4;

// One run of dark modules in a row for each piece of the path; "" when the rows are not square.
export function qrPath(rows: string): { path: string; size: number } | undefined {
  const lines = rows.split('/');
  const size = lines.length;
  if (rows === '' || lines.some((line) => line.length !== size || /[^01]/.test(line))) return undefined;
  const path = lines
    .flatMap((line, y) => [...line.matchAll(/1+/g)].map((run) => `M${run.index + kQuiet} ${y + kQuiet}h${run[0].length}v1h-${run[0].length}z`))
    .join('');
  return { path, size: size + 2 * kQuiet };
}

export function Qr({ rows, name }: { rows: string; name: string }) {
  const drawn = qrPath(rows);
  if (drawn === undefined) return null;
  return (
    <svg class="qr" viewBox={`0 0 ${drawn.size} ${drawn.size}`} role="img" aria-label={name} shape-rendering="crispEdges">
      <rect width={drawn.size} height={drawn.size} fill="#ffffff" />
      <path d={drawn.path} fill="#000000" />
    </svg>
  );
}
