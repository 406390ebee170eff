/**
 * Configuration: a YAML file and the environment, read into the records that stand beside their users.
 *
 * <p>Holds E2: an unknown key stops the start, in the file and in the environment, and the nearest one is
 * suggested. Every problem names the key, where it came from and what is allowed, all at once; none repeats a
 * value (S2). A secret comes from a file that only its owner can read, from the environment, or from a configuration
 * file that is itself closed (S3).
 */
@NullMarked
package dev.stagedoor.config;

import org.jspecify.annotations.NullMarked;
