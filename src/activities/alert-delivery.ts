/** What became of telling one alert in one way. */
export interface Delivery {
  to: 'webhook' | 'command';
  ok: boolean;
  attempts: number;
  /** One line, without address, arguments or secret; absent when it went well. */
  problem?: string;
}
