'use strict';
// Virtual environments of Python, for runtimes that PyPI has.

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const commands = require('./commands');

const PYTHON = 'python3';

/** Where something is that is installed or built: below HARNESS_BUILD_DIR, without it below the adapter's folder. */
function built(place) {
  return path.join(process.env.HARNESS_BUILD_DIR || path.dirname(__dirname), place);
}

/** A virtual environment that holds what one requirements file pins, made anew when that file changes. */
class VirtualEnvironment {
  #requirements;

  constructor(folder, requirements) {
    this.folder = folder;
    this.#requirements = requirements;
  }

  /** Path of a program that is installed in it. */
  program(name) {
    return path.join(this.folder, 'bin', name);
  }

  /** Path of a file of an installed package. */
  file(name) {
    const libraries = path.join(this.folder, 'lib');
    return path.join(libraries, fs.readdirSync(libraries)[0], 'site-packages', name);
  }

  /** Installs what is missing; throws prepareFailed with the failed command's last lines. */
  async prepare(progress) {
    const stamp = path.join(this.folder, 'harness-stamp');
    const wanted = createHash('sha256').update(fs.readFileSync(this.#requirements)).digest('hex');
    if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return;
    const name = path.basename(path.dirname(this.#requirements));
    progress(`installing ${name}`, 0.1);
    await commands.run([PYTHON, '-m', 'venv', '--clear', this.folder], 'apt-get install --no-install-recommends python3-venv');
    const pip = [this.program('python'), '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check'];
    await commands.run([...pip, '--require-hashes', '-r', this.#requirements], 'pip needs a network that reaches PyPI or a mirror');
    fs.writeFileSync(stamp, wanted);
    progress(`installed ${name}`, 1);
  }

  /** The pinned version of a package. */
  version(name) {
    const line = new RegExp(`^${name}==(\\S+)`, 'm').exec(fs.readFileSync(this.#requirements, 'utf8'));
    return line[1];
  }
}

module.exports = { VirtualEnvironment, built };
