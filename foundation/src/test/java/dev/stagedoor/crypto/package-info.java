// SPDX-License-Identifier: Apache-2.0
/** Sealing under attack: wrong places, wrong keys, sample keys, open files. */
@NullMarked
package dev.stagedoor.crypto;

import org.jspecify.annotations.NullMarked;
