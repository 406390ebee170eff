// SPDX-License-Identifier: Apache-2.0
/** Tests of {@code dev.stagedoor.http.server}, with a real running server wherever HTTP itself is tested. */
@NullMarked
package dev.stagedoor.http.server;

import org.jspecify.annotations.NullMarked;
