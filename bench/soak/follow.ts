/** Follows a run to its end as a patient person would: resumes what was cut off, decides about what is parked. */
import type { CommandResult, RunningCommand } from '../../test/e2e/support.js';
import { juicer, type Scene } from './scene.js';
import { killCommand } from './site.js';

/** Exit codes of the command line. */
export const CODE = { done: 0, failed: 1, doneWithLosses: 3, noConnection: 4, noSuchRun: 5, needsDecision: 8 } as const;
const MOST_TURNS = 25;

/** The one who follows. */
export class Follower {
  /** Whether the run was seen to be done by the command that was last followed. */
  done = false;
  /** Times that a person had to decide. */
  decisions = 0;
  readonly problems: string[] = [];
  private command: RunningCommand | null = null;
  private gate: Promise<void> = Promise.resolve();
  private open: () => void = () => undefined;
  private following: Promise<void> | null = null;

  constructor(private readonly scene: Scene) {}

  /** Whether a command is following at this moment. */
  get active(): boolean {
    return this.following !== null;
  }

  /** Begins to follow unless it does so already. */
  begin(args: string[]): void {
    this.following ??= this.follow(args).finally(() => {
      this.following = null;
    });
  }

  /** Waits for the end of what is followed. */
  async settled(): Promise<void> {
    while (this.following) await this.following;
  }

  /** Nothing new is started until {@link goOn}. */
  halt(): void {
    this.gate = new Promise((resolve) => {
      this.open = resolve;
    });
  }

  goOn(): void {
    this.open();
  }

  /** Sends a signal to the command that follows. */
  signal(signal: NodeJS.Signals): void {
    if (this.command) killCommand(this.command, signal);
  }

  private async follow(first: string[]): Promise<void> {
    this.done = false;
    let args = first;
    for (let turn = 0; turn < MOST_TURNS; turn++) {
      await this.gate;
      this.command = juicer(this.scene, args);
      const result = await this.command.done;
      const next = this.next(result);
      if (next === null) return;
      args = next;
    }
    this.problems.push(`the run was not done after ${MOST_TURNS} commands`);
  }

  /** The command that goes on from how one ended; null when the run is done. */
  private next({ code, stdout, stderr }: CommandResult): string[] | null {
    const id = this.scene.runId;
    if (code === CODE.done || code === CODE.doneWithLosses) {
      this.done = true;
      return null;
    }
    if (code === CODE.needsDecision) {
      this.decisions++;
      return ['decide', id, 'retry', '--all'];
    }
    if (code === CODE.noSuchRun) return ['run', 'recipe.yaml', '--id', id];
    if (code === CODE.failed && !/^verdict +cancelled$/m.test(stdout) && !isInjected(stderr))
      this.problems.push(`a command ended with code ${code}: ${lastLines(stdout, stderr)}`);
    return ['resume', id];
  }
}

/** A command itself met a fault of the disk. */
function isInjected(stderr: string): boolean {
  return /E_IO|E_DISK_FULL/.test(stderr) && !/^verdict/m.test(stderr);
}

function lastLines(...texts: string[]): string {
  return texts.map((t) => t.trimEnd().split('\n').slice(-6).join(' | ')).join(' || ');
}
