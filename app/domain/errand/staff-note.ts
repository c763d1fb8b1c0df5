/** Notes to the staff of one shop within an hour (R31): a scenario that a hundred thousand enter must not fill a mailbox. */
export const MOST_NOTES_AN_HOUR = 20;

export const MOST_STAFF_ADDRESSES = 10;
