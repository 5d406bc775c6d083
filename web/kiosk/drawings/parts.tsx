// The things that the drawings are put together from. One style: flat, thick outlines, a soft round ground; arrows are
// orange and tell what to do. All drawings have the same canvas.
import type { ComponentChildren } from 'preact';

export const ink = '#14242b';
export const paper = '#ffffff';
export const ground = '#dff0ec';
export const main = '#0b5a52';
export const act = '#c2410c';
const cardPaper = '#fff4e8';
const cardPrint = '#b7653f';
const skin = '#f2c9a5';
const hair = '#3b3f46';
const cloth = '#5b8fa8';
const device = '#46606a';

export function Canvas({ children, plain = false }: { children: ComponentChildren; plain?: boolean }) {
  return (
    <svg class="drawing" viewBox="0 0 480 400" aria-hidden="true" focusable="false">
      {plain ? null : <ellipse cx="240" cy="205" rx="222" ry="182" fill={ground} />}
      <g stroke-linecap="round" stroke-linejoin="round">
        {children}
      </g>
    </svg>
  );
}

interface Place {
  x: number;
  y: number;
  turn?: number;
  scale?: number;
}

function at({ x, y, turn = 0, scale = 1 }: Place): string {
  return `translate(${x} ${y}) rotate(${turn}) scale(${scale})`;
}

// The card, 200 by 126, its centre at the place.
export function Card({ back = false, faint = false, ...place }: Place & { back?: boolean; faint?: boolean }) {
  return (
    <g transform={at(place)} opacity={faint ? 0.35 : 1}>
      <rect x="-100" y="-63" width="200" height="126" rx="12" fill={cardPaper} stroke={ink} stroke-width="5" />
      {back ? <CardBack /> : <CardFront />}
    </g>
  );
}

function CardFront() {
  return (
    <g>
      <path d="M-97 -36 h194 v-15 q0 -9 -9 -9 h-176 q-9 0 -9 9 z" fill={cardPrint} />
      <rect x="-86" y="-24" width="58" height="74" rx="4" fill={paper} stroke={ink} stroke-width="3" />
      <circle cx="-57" cy="2" r="15" fill={skin} stroke={ink} stroke-width="3" />
      <path d="M-72 -1 q2 -18 15 -18 t15 18 q-8 -9 -15 -9 t-15 9 z" fill={hair} />
      <path d="M-81 48 q4 -24 24 -24 t24 24 z" fill={cloth} stroke={ink} stroke-width="3" />
      <path d="M-14 -14 h96 M-14 6 h70 M-14 26 h84 M-14 44 h44" stroke={ink} stroke-width="6" fill="none" opacity="0.6" />
    </g>
  );
}

function CardBack() {
  return (
    <g>
      <rect x="-97" y="-50" width="194" height="24" fill={hair} />
      <rect x="-84" y="-8" width="46" height="38" rx="6" fill="#e8c34a" stroke={ink} stroke-width="3" />
      <path d="M-84 11 h46 M-61 -8 v38" stroke={ink} stroke-width="3" />
      <path d="M-18 4 h60 M-18 24 h40" stroke={ink} stroke-width="6" opacity="0.6" />
      <rect x="54" y="-8" width="34" height="34" fill={ink} opacity="0.75" />
      <path d="M60 -2 h8 v8 h-8z M74 -2 h8 v8 h-8z M60 12 h8 v8 h-8z" fill={paper} />
    </g>
  );
}

// A card of another kind.
export function OtherCard(place: Place) {
  return (
    <g transform={at(place)}>
      <rect x="-100" y="-63" width="200" height="126" rx="12" fill="#c9d3e6" stroke={ink} stroke-width="5" />
      <rect x="-82" y="-30" width="40" height="32" rx="5" fill="#e8c34a" stroke={ink} stroke-width="3" />
      <path d="M-82 26 h120 M-82 44 h70" stroke={ink} stroke-width="7" opacity="0.6" />
    </g>
  );
}

// The tray that the card lies in, seen from above the counter.
export function Tray({ y = 290 }: { y?: number }) {
  return (
    <g>
      <path d={`M92 ${y - 62} h296 l34 96 q4 16 -14 16 h-336 q-18 0 -14 -16 z`} fill={device} stroke={ink} stroke-width="5" />
      <path d={`M126 ${y - 40} h228 l18 58 h-264 z`} fill="#2a3d45" stroke={ink} stroke-width="3" />
    </g>
  );
}

// The card lying in the tray, in the tray's perspective.
export function CardInTray({ y = 290 }: { y?: number }) {
  return (
    <g transform={`translate(240 ${y - 11}) scale(1.12 0.42)`}>
      <Card x={0} y={0} />
    </g>
  );
}

export function Arrow({ d, head, colour = act }: { d: string; head: string; colour?: string }) {
  return (
    <g fill="none" stroke={colour} stroke-width="14">
      <path d={d} />
      <path d={head} />
    </g>
  );
}

// A straight arrow between two points.
export function Straight({ from, to }: { from: [number, number]; to: [number, number] }) {
  const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
  const wing = (side: number): string => {
    const turned = angle + Math.PI + side * 0.6;
    return `${(to[0] + 30 * Math.cos(turned)).toFixed(1)} ${(to[1] + 30 * Math.sin(turned)).toFixed(1)}`;
  };
  return <Arrow d={`M${from.join(' ')} L${to.join(' ')}`} head={`M${wing(1)} L${to.join(' ')} L${wing(-1)}`} />;
}

export function Tick({ x, y, scale = 1 }: Place) {
  return (
    <g transform={at({ x, y, scale })}>
      <circle r="38" fill="#17663a" stroke={paper} stroke-width="6" />
      <path d="M-17 1 l12 13 l23 -27" fill="none" stroke={paper} stroke-width="10" />
    </g>
  );
}

export function Cross({ x, y, scale = 1 }: Place) {
  return (
    <g transform={at({ x, y, scale })}>
      <circle r="34" fill="#9b1c1c" stroke={paper} stroke-width="6" />
      <path d="M-13 -13 l26 26 M13 -13 l-26 26" stroke={paper} stroke-width="9" />
    </g>
  );
}

interface PersonLook {
  mask?: boolean;
  fringe?: boolean;
  turned?: -1 | 0 | 1; // as in a mirror: -1 looks to the left of the picture
  dark?: boolean;
  bright?: boolean;
  plain?: boolean;
}

// Head and shoulders from the front, head 120 wide, its centre at the place.
export function Person({ mask, fringe, turned = 0, dark, bright, plain, ...place }: Place & PersonLook) {
  const face = dark ? '#7d6a5c' : bright ? '#fff3e2' : skin;
  const shift = turned * 22;
  return (
    <g transform={at(place)}>
      <path d="M-110 170 q4 -92 110 -92 t110 92 z" fill={cloth} stroke={ink} stroke-width="5" />
      <path d="M-24 56 v30 q24 20 48 0 v-30 z" fill={face} stroke={ink} stroke-width="5" />
      <ellipse cx="0" cy="0" rx="60" ry="72" fill={face} stroke={ink} stroke-width="5" />
      <path d={`M-62 2 q-6 -84 62 -84 t62 84 q-8 -34 -${30 - shift / 2} -42 q-30 6 -64 0 q-24 8 -30 42 z`} fill={hair} />
      {fringe ? <path d="M-60 -22 q60 -34 120 0 v26 q-28 -14 -50 -2 q-38 -14 -70 0 z" fill={hair} /> : null}
      {plain ? null : (
        <g transform={`translate(${shift} 0)`}>
          {fringe ? null : (
            <g fill={ink}>
              <circle cx="-22" cy="2" r="6" />
              <circle cx="22" cy="2" r="6" />
            </g>
          )}
          <path d={`M0 8 q${turned === 0 ? 6 : turned * 10} 12 0 18`} fill="none" stroke={ink} stroke-width="4" />
          {mask ? null : <path d="M-16 42 q16 12 32 0" fill="none" stroke={ink} stroke-width="5" />}
        </g>
      )}
      {mask ? (
        <g>
          <path d="M-60 6 l18 10 M60 6 l-18 10" stroke={ink} stroke-width="4" />
          <path d="M-44 14 q44 -14 88 0 v32 q-44 34 -88 0 z" fill={paper} stroke={ink} stroke-width="5" />
        </g>
      ) : null}
    </g>
  );
}

// A head from the side, looking to the right.
export function Profile(place: Place) {
  return (
    <g transform={at(place)}>
      <path d="M-80 150 q0 -76 62 -76 q62 0 70 76 z" fill={cloth} stroke={ink} stroke-width="5" />
      <path d="M-34 40 v44 q24 20 44 2 v-36 z" fill={skin} stroke={ink} stroke-width="5" />
      <path d="M-44 -40 q40 -40 80 4 l4 26 l14 24 l-14 6 l-2 26 q-4 14 -38 12 q-50 -20 -44 -98 z" fill={skin} stroke={ink} stroke-width="5" />
      <path d="M-50 30 q-24 -70 20 -98 q46 -26 74 28 q-34 -14 -52 10 q-4 34 -22 40 q-4 18 -20 20 z" fill={hair} />
      <circle cx="26" cy="-6" r="5" fill={ink} />
    </g>
  );
}

// The terminal's screen with its camera.
export function Terminal(place: Place) {
  return (
    <g transform={at(place)}>
      <path d="M-26 74 h52 l14 54 h-80 z" fill={device} stroke={ink} stroke-width="5" />
      <rect x="-46" y="-96" width="92" height="172" rx="12" fill={device} stroke={ink} stroke-width="5" />
      <rect x="-34" y="-66" width="68" height="122" rx="4" fill={paper} stroke={ink} stroke-width="3" />
      <circle cx="0" cy="-80" r="7" fill={ink} />
    </g>
  );
}

// A desktop computer.
export function Computer(place: Place) {
  return (
    <g transform={at(place)}>
      <rect x="-84" y="-66" width="168" height="112" rx="10" fill={device} stroke={ink} stroke-width="5" />
      <rect x="-70" y="-52" width="140" height="84" rx="3" fill={paper} stroke={ink} stroke-width="3" />
      <path d="M-16 46 h32 l8 30 h-48 z M-54 76 h108" fill={device} stroke={ink} stroke-width="6" />
    </g>
  );
}

export function Waves({ x, y }: Place) {
  return (
    <g class="pulse" fill="none" stroke={main} stroke-width="10" transform={at({ x, y })}>
      <path d="M-24 0 q24 -22 48 0" />
      <path d="M-48 -24 q48 -42 96 0" />
      <path d="M-72 -48 q72 -62 144 0" />
    </g>
  );
}

export function Dots({ x, y }: Place) {
  return (
    <g class="dots" fill={main} transform={at({ x, y })}>
      <circle cx="-34" r="10" />
      <circle cx="0" r="10" />
      <circle cx="34" r="10" />
    </g>
  );
}

// Text inside a drawing is only what all languages share: numbers and units.
export function Measure({ x, y, text, size = 40 }: Place & { text: string; size?: number }) {
  return (
    <text x={x} y={y} font-size={size} font-weight="700" text-anchor="middle" fill={ink}>
      {text}
    </text>
  );
}
