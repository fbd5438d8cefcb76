// What a workload left unused of what its stimulus offers: the cause behind bytes and edits that are missing.

/**
 * What a workload did not do at an endpoint in a round: `connection`: it never connected. `request`: it connected and asked for nothing. `wire`: what it
 * sent is not of this wire, so the connection was ended. `datagram`: it sent none there. `byte`: it wrote nothing into this pipe.
 */
export interface Unused {
  readonly endpoint: string;
  readonly lacks: 'connection' | 'request' | 'wire' | 'datagram' | 'byte';
}

/** What the workload left unused, as the part of a sentence. */
export function unusedText({ endpoint, lacks }: Unused): string {
  const texts: Readonly<Record<Unused['lacks'], string>> = {
    connection: `nobody connected to \`${endpoint}\``,
    request: `the workload connected to \`${endpoint}\` and asked for nothing there`,
    wire: `what came to \`${endpoint}\` does not belong on its wire, so the connection was ended`,
    datagram: `no datagram came to \`${endpoint}\``,
    byte: `nobody wrote to the pipe \`${endpoint}\``,
  };
  return texts[lacks];
}
