// Rules of the code. Who may import whom stands in scripts/structure.mjs, except for workflow code, whose bounds are
// repeated here so that an editor shows them.
import jsdoc from 'eslint-plugin-jsdoc';
import tseslint from 'typescript-eslint';

const mistakes = {
  eqeqeq: 'error',
  'no-constant-condition': 'error',
  'no-empty': 'error',
  'no-fallthrough': 'error',
  'no-self-assign': 'error',
  'no-unreachable': 'error',
  'no-unsafe-finally': 'error',
  'no-useless-catch': 'error',
  'no-useless-escape': 'error',
  'no-var': 'error',
  'prefer-const': 'error',
};

const typed = {
  '@typescript-eslint/await-thenable': 'error',
  '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
  '@typescript-eslint/no-explicit-any': 'error',
  '@typescript-eslint/no-misused-promises': 'error',
  '@typescript-eslint/no-non-null-assertion': 'error',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  '@typescript-eslint/only-throw-error': ['error', { allowThrowingUnknown: true }],
  '@typescript-eslint/switch-exhaustiveness-check': 'error',
  'no-restricted-syntax': [
    'error',
    { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
    { selector: 'TSEnumDeclaration', message: 'Use a union of literals.' },
  ],
};

const shape = {
  'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true, IIFEs: true }],
  'max-params': 'off',
  '@typescript-eslint/max-params': ['error', { max: 4 }],
};

const documented = {
  'jsdoc/require-jsdoc': [
    'error',
    {
      publicOnly: { esm: true, cjs: false },
      enableFixer: false,
      require: { FunctionDeclaration: true, ClassDeclaration: true, MethodDefinition: false },
      contexts: [
        'ExportNamedDeclaration > TSInterfaceDeclaration',
        'ExportNamedDeclaration > TSTypeAliasDeclaration',
        'ExportNamedDeclaration > VariableDeclaration',
      ],
    },
  ],
  'jsdoc/no-blank-blocks': 'error',
  'jsdoc/check-tag-names': 'error',
  'jsdoc/no-types': 'error',
};

const sandboxMessage = 'workflow code imports @temporalio/workflow, src/model and types of activities only';
const workflowOnly = {
  '@typescript-eslint/no-restricted-imports': [
    'error',
    {
      patterns: [
        { regex: '^(?!\\.|@temporalio/workflow$)', message: sandboxMessage },
        { regex: '^\\.\\./(?!model/|activities/|workflows/)', message: sandboxMessage },
        { regex: '^\\.\\./activities/', allowTypeImports: true, message: sandboxMessage },
      ],
    },
  ],
  'no-restricted-globals': [
    'error',
    ...['process', 'Buffer', 'setImmediate', 'fetch', 'performance', 'WeakRef', 'FinalizationRegistry'],
  ],
};

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      'dist/',
      'dist-*/',
      'coverage/',
      '.juicer/',
      'outputs/',
      '.venv/',
      'bench/data/',
    ],
  },
  {
    files: ['**/*.{js,mjs}'],
    rules: { ...mistakes, 'no-unused-vars': ['error', { varsIgnorePattern: '^_' }] },
  },
  {
    files: ['{src,test,bench}/**/*.ts'],
    extends: [tseslint.configs.recommended],
    plugins: { jsdoc },
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: { ...mistakes, ...typed },
  },
  // node:test's `test` and `describe` give promises that the runner awaits by itself.
  {
    files: ['{src,bench}/**/*.ts'],
    rules: { ...shape, '@typescript-eslint/no-floating-promises': 'error' },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite'] },
          ],
        },
      ],
    },
  },
  { files: ['src/**/*.ts'], rules: documented },
  { files: ['src/workflows/**/*.ts'], rules: workflowOnly },
);
