-- Who wants a mail of what is new in a part of the post list. The row goes, with the address, when they don't.
CREATE TABLE post_subscriptions (
    id INTEGER PRIMARY KEY,
    address TEXT NOT NULL,
    part TEXT NOT NULL,                  -- unit, subject and words, a line each
    token TEXT NOT NULL UNIQUE,          -- in every mail: whoever has it may end the subscription
    is_confirmed BIGINT NOT NULL DEFAULT 0,
    asked_at BIGINT NOT NULL,
    told_change BIGINT NOT NULL DEFAULT 0,   -- of post_list_entries.change: what was told, and what was there before
    told_on TEXT NOT NULL DEFAULT '',        -- the last day that was looked at
    failures BIGINT NOT NULL DEFAULT 0,      -- that the mail server has refused in a row
    UNIQUE (address, part)
);
CREATE INDEX post_subscriptions_due ON post_subscriptions (told_on, id) WHERE is_confirmed = 1;

-- What was told to whom, so that they are told when it is taken down.
CREATE TABLE post_subscription_entries (
    subscription_id BIGINT NOT NULL REFERENCES post_subscriptions (id),
    entry_id BIGINT NOT NULL REFERENCES post_list_entries (id),
    PRIMARY KEY (subscription_id, entry_id)
);
