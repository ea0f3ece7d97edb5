// In SQL, the states of payments that have an index of their own, word by word as the index was made: SQLite finds it by them.
#pragma once

// Somebody or something still has to act on it (payments_open).
#define LOKET_OPEN_STATES "('accepted', 'sending', 'pending', 'suspect', 'review', 'refundDue')"
// Ended, and without what was bought (payments_ended_otherwise).
#define LOKET_ENDED_OTHERWISE "('failed', 'cancelled', 'refunded', 'reversed')"
