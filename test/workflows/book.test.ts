/** The book of partitions adds up, whatever is asked for them. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PartitionResult, PlannedPartition } from '../../src/model/contract.js';
import { emptyLedger, type Ledger } from '../../src/model/ledger.js';
import { Book } from '../../src/workflows/book.js';

const rows = (n: number): Ledger => ({ ...emptyLedger(), rows_in: n, rows_out: n });

function result(
  partition: number,
  status: PartitionResult['status'],
  more: Partial<PartitionResult> = {},
): PartitionResult {
  const failure = { type: 'E_IO', message: `broken ${partition}`, partition };
  const why = status === 'done' || status === 'yielded' ? null : failure;
  return { partition, status, next: 0, ledger: emptyLedger(), record_sha256: null, failure: why, ...more };
}

function planned(id: number, standing: PlannedPartition['standing'] = null): PlannedPartition {
  return { id, rows: 10, bytes: 100, standing };
}

describe('the book of partitions', () => {
  it('takes back the counts of a partition that is made again', () => {
    const book = new Book();
    book.note(result(0, 'done', { ledger: rows(10) }));
    book.note(result(1, 'done', { ledger: rows(5) }));
    book.want(0, { kind: 'rerun', from_op: 1 });
    assert.equal(book.counts.completed, 1);
    book.starts(planned(0, { status: 'done', ledger: rows(10) }));
    assert.equal(book.counts.ledger.rows_in, 5);
    book.note(result(0, 'done', { ledger: rows(8) }));
    assert.equal(book.counts.completed, 2);
    assert.equal(book.counts.ledger.rows_in, 13);
  });

  it('counts all that stands anew when nobody knows what a partition had been counted with', () => {
    const book = new Book();
    for (const id of [0, 1, 2]) book.note(result(id, 'done', { ledger: rows(10) }));
    book.next = 3;
    book.want(1, null);
    // Its result is damaged: nothing stands of it.
    book.starts(planned(1));
    assert.equal(book.next, 0);
    for (const id of [0, 2]) assert.ok(book.stands(planned(id, { status: 'done', ledger: rows(10) })));
    book.note(result(1, 'done', { ledger: rows(10) }));
    assert.equal(book.counts.completed, 3);
    assert.equal(book.counts.ledger.rows_in, 30);
  });

  it('starts a partition again that was asked for while it was open, however it ends', () => {
    const book = new Book();
    book.want(3, { kind: 'rerun', from_op: -1 });
    book.note(result(3, 'done', { ledger: rows(10) }));
    assert.equal(book.counts.completed, 0);
    assert.deepEqual(book.wanted(), [{ partition: 3, ask: { kind: 'rerun', from_op: -1 }, counted: false }]);
    book.starts(planned(3, { status: 'done', ledger: rows(10) }));
    book.note(result(3, 'done', { ledger: rows(10) }));
    assert.equal(book.counts.ledger.rows_in, 10);
  });

  it('starts a partition that yielded again, and counts it once', () => {
    const book = new Book();
    book.note(result(2, 'yielded'));
    assert.equal(book.fresh(2), false);
    book.starts(planned(2));
    book.note(result(2, 'done', { ledger: rows(4) }));
    assert.equal(book.counts.completed, 1);
    assert.deepEqual(book.wanted(), []);
  });

  it('keeps reasons for a hundred parked partitions and numbers for all', () => {
    const book = new Book();
    for (let id = 0; id < 150; id++) book.note(result(id, 'parked'));
    assert.equal(book.counts.parked, 150);
    assert.equal(book.named('parked').length, 100);
    assert.equal(book.parkedIds.length, 150);
    for (const id of book.parkedIds) book.want(id, null);
    assert.equal(book.counts.parked, 0);
    assert.equal(book.wanted().length, 150);
  });

  it('takes over what an earlier execution came to, once', () => {
    const book = new Book();
    assert.equal(book.stands(planned(0, { status: 'done', ledger: rows(7) })), true);
    assert.equal(book.stands(planned(0, { status: 'done', ledger: rows(7) })), false);
    const failure = { type: 'E_IO', message: 'broken' };
    assert.equal(book.stands(planned(1, { status: 'skipped', failure })), true);
    book.want(2, null);
    assert.equal(book.stands(planned(2, { status: 'done', ledger: rows(7) })), false);
    assert.deepEqual([book.counts.completed, book.counts.skipped], [1, 1]);
    assert.equal(book.counts.ledger.rows_in, 7);
  });

  it('is the same after it was carried over', () => {
    const book = new Book();
    book.next = 5;
    book.note(result(0, 'done', { ledger: rows(10) }));
    book.note(result(1, 'parked'));
    book.note(result(2, 'skipped'));
    book.note(result(3, 'yielded'));
    const again = new Book(JSON.parse(JSON.stringify(book.carry())) as ReturnType<Book['carry']>);
    assert.deepEqual(again.carry(), book.carry());
    assert.deepEqual(
      [0, 1, 2, 3, 4].map((id) => again.fresh(id)),
      [false, false, false, false, true],
    );
    assert.equal(again.isDone(0), true);
    assert.equal(again.troubleOf(1)?.failure?.message, 'broken 1');
  });
});
