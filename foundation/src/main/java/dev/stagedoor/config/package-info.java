// SPDX-License-Identifier: Apache-2.0
/**
 * Configuration: a YAML file and the environment, read into records defined next to their users.
 *
 * <p>Holds E2: the server does not start with an unknown key, in the file or in the environment, and suggests the
 * nearest one. All problems are reported at once, with the key, its source and what is allowed; none quotes a value
 * (S2). A secret comes from a file that only its owner can read, from the environment, or from a configuration file
 * with the same restriction (S3).
 */
@NullMarked
package dev.stagedoor.config;

import org.jspecify.annotations.NullMarked;
