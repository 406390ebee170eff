// SPDX-License-Identifier: Apache-2.0
/**
 * {@code stagedoor doctor}: checks the configuration, the database and the ports, and reports what is missing or
 * unsafe. Changes nothing.
 */
@NullMarked
package dev.stagedoor.doctor;

import org.jspecify.annotations.NullMarked;
