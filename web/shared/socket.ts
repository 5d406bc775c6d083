// The page's socket: JSON messages both ways, pictures down; it comes back by itself.

export interface SocketHandlers {
  opened(): void;
  lost(): void;
  message(json: unknown): void;
  picture?(picture: Blob): void;
}

export interface Socket {
  send(message: object): void;
  close(): void; // for good
}

const kFirstDelayMs = 250;
const kLongestDelayMs = 2000;

// How long to wait before the n-th try, counted from 0.
export function retryDelay(attempt: number): number {
  return Math.min(kFirstDelayMs * 2 ** attempt, kLongestDelayMs);
}

export function socketAddress(page: { protocol: string; host: string }): string {
  return `${page.protocol === 'https:' ? 'wss' : 'ws'}://${page.host}/socket`;
}

export function connect(address: string, handlers: SocketHandlers): Socket {
  let socket: WebSocket | undefined;
  let attempt = 0;
  let closed = false;

  const open = (): void => {
    if (closed) return;
    socket = new WebSocket(address);
    socket.binaryType = 'blob';
    socket.onopen = () => {
      attempt = 0;
      handlers.opened();
    };
    socket.onmessage = (event: MessageEvent<string | Blob>) => {
      if (typeof event.data !== 'string') {
        handlers.picture?.(event.data);
        return;
      }
      let json: unknown;
      try {
        json = JSON.parse(event.data);
      } catch {
        return; // not ours; the next message tells the state anew
      }
      handlers.message(json);
    };
    socket.onclose = () => {
      if (closed) return;
      handlers.lost();
      setTimeout(open, retryDelay(attempt));
      attempt += 1;
    };
  };
  open();

  return {
    send(message) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    close() {
      closed = true;
      socket?.close();
    },
  };
}
