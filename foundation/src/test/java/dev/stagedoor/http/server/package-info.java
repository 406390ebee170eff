// SPDX-License-Identifier: Apache-2.0
/** Tests of {@code dev.stagedoor.http.server}, through a really started server wherever HTTP is what is tested. */
@NullMarked
package dev.stagedoor.http.server;

import org.jspecify.annotations.NullMarked;
