CREATE TABLE `chapters` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`video_id` text NOT NULL,
	`position` integer NOT NULL,
	`start_seconds` real NOT NULL,
	`title` text NOT NULL,
	FOREIGN KEY (`video_id`) REFERENCES `videos`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `chapters_position` ON `chapters` (`video_id`,`position`);--> statement-breakpoint
CREATE TABLE `credentials` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`sealed` text NOT NULL,
	`last_four` text NOT NULL,
	`checked_at` text,
	`error` text,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `credentials_kind_unique` ON `credentials` (`kind`);--> statement-breakpoint
CREATE TABLE `cues` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`recording_id` text NOT NULL,
	`position` integer NOT NULL,
	`start_seconds` real NOT NULL,
	`end_seconds` real NOT NULL,
	`speaker` text,
	`text` text NOT NULL,
	FOREIGN KEY (`recording_id`) REFERENCES `recordings`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `cues_position` ON `cues` (`recording_id`,`position`);--> statement-breakpoint
CREATE TABLE `database_owner` (
	`user_id` text PRIMARY KEY NOT NULL,
	`database_name` text NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`event` text NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `job_stages` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`job_id` text NOT NULL,
	`stage` text NOT NULL,
	`input_hash` text NOT NULL,
	`result` text,
	`seconds` real NOT NULL,
	`finished_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `job_stages_stage` ON `job_stages` (`job_id`,`stage`);--> statement-breakpoint
CREATE TABLE `mails` (
	`id` text PRIMARY KEY NOT NULL,
	`job_id` text NOT NULL,
	`to_address` text NOT NULL,
	`subject` text NOT NULL,
	`html` text NOT NULL,
	`text` text NOT NULL,
	`delivery` text NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mails_jobId_unique` ON `mails` (`job_id`);--> statement-breakpoint
CREATE TABLE `recordings` (
	`id` text PRIMARY KEY NOT NULL,
	`title` text NOT NULL,
	`state` text NOT NULL,
	`source` text NOT NULL,
	`source_identity` text NOT NULL,
	`source_key` text,
	`options` text NOT NULL,
	`job_id` text,
	`recorded_at` text,
	`source_seconds` real,
	`participants` text DEFAULT '[]' NOT NULL,
	`summary_markdown` text,
	`action_items` text DEFAULT '[]' NOT NULL,
	`highlights` text DEFAULT '[]' NOT NULL,
	`error_code` text,
	`error_message` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `recordings_source_identity` ON `recordings` (`source_identity`);--> statement-breakpoint
CREATE INDEX `recordings_created` ON `recordings` (`created_at`);--> statement-breakpoint
CREATE TABLE `videos` (
	`id` text PRIMARY KEY NOT NULL,
	`recording_id` text NOT NULL,
	`share_token` text NOT NULL,
	`is_ready` integer DEFAULT false NOT NULL,
	`plan` text,
	`report` text,
	`files` text,
	`duration_seconds` real,
	`created_at` text NOT NULL,
	`ready_at` text,
	FOREIGN KEY (`recording_id`) REFERENCES `recordings`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `videos_recording` ON `videos` (`recording_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `videos_share_token` ON `videos` (`share_token`);