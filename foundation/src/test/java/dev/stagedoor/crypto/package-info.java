// SPDX-License-Identifier: Apache-2.0
/** Sealing under attack: wrong locations, wrong keys, sample keys, readable files. */
@NullMarked
package dev.stagedoor.crypto;

import org.jspecify.annotations.NullMarked;
