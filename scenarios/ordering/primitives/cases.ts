// The cases of ordering.primitives. The key of each is its place here, as in the scenario.
export const CASES: readonly string[] = (
  'queue_order queue_bound queue_lifo queue_priority queue_cancel queue_served queue_join ' +
  'shutdown shutdown_now lock_order lock_served semaphore_order semaphore_late semaphore_served ' +
  'bounded_release event_order event_cleared condition_order condition_served barrier_order barrier_aborted'
).split(' ');
