// SPDX-License-Identifier: Apache-2.0
/**
 * JSON in two codecs. {@link dev.stagedoor.json.Json} is for the wire: strict, it refuses what it does not know and
 * names the field. {@link dev.stagedoor.json.StoredJson} is for the database: tolerant, it ignores and keeps what it
 * does not know.
 *
 * <p>Holds E6 (what is stored has a form of its own, read by a node one version older or newer).
 */
@NullMarked
package dev.stagedoor.json;

import org.jspecify.annotations.NullMarked;
